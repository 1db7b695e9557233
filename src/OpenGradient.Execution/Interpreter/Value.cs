using System.Diagnostics;
using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter.Buffers;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>A tensor inside a run: type, shape, and elements row-major, little-endian.</summary>
internal sealed class Value
{
    private Memory<byte> _bytes;

    /// <param name="type">The element type.</param>
    /// <param name="shape">Outermost dimension first; not changed afterwards.</param>
    /// <param name="bytes">Exactly the elements.</param>
    /// <param name="buffer">The pooled buffer behind <paramref name="bytes"/>, if there is one.</param>
    public Value(ElementType type, int[] shape, Memory<byte> bytes, PooledBuffer? buffer)
    {
        Type = type;
        Shape = shape;
        Buffer = buffer;
        _bytes = bytes;
        ElementCount = bytes.Length / type.SizeBytes();
        Debug.Assert(ElementCount == Shapes.ElementCount(shape), "A value has as many elements as its shape says.");
    }

    /// <summary>The element type.</summary>
    public ElementType Type { get; }

    /// <summary>The dimensions, outermost first; empty for a scalar.</summary>
    public int[] Shape { get; }

    /// <summary>The number of dimensions.</summary>
    public int Rank => Shape.Length;

    /// <summary>The product of the dimensions.</summary>
    public int ElementCount { get; }

    /// <summary>The pooled buffer behind the elements; null for constants and inputs.</summary>
    public PooledBuffer? Buffer { get; private set; }

    /// <summary>The elements as bytes; written only by the step that makes the value.</summary>
    public Span<byte> Bytes => _bytes.Span;

    /// <summary>The memory of <see cref="Bytes"/>, for values that share it.</summary>
    public Memory<byte> Memory => _bytes;

    /// <summary>The elements of an <c>f32</c> value.</summary>
    public Span<float> Floats => As<float>(ElementType.Float32);

    /// <summary>The elements of an <c>i64</c> value.</summary>
    public Span<long> Longs => As<long>(ElementType.Int64);

    /// <summary>The elements of an <c>i32</c> value.</summary>
    public Span<int> Ints => As<int>(ElementType.Int32);

    /// <summary>The elements as bits of their size, for steps that only move them.</summary>
    public ReadOnlySpan<T> Words<T>()
        where T : unmanaged => WritableWords<T>();

    /// <summary>As <see cref="Words"/>, for the step that makes the value.</summary>
    public Span<T> WritableWords<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(_bytes.Span);

    /// <summary>Gives the value of an earlier run, of the same type and shape, its elements of this run.</summary>
    public void Rebind(Memory<byte> bytes, PooledBuffer? buffer)
    {
        Debug.Assert(bytes.Length == ElementCount * Type.SizeBytes(), "Type and shape stay, so the length does.");
        _bytes = bytes;
        Buffer = buffer;
    }

    /// <summary>Lets the elements go; type and shape are kept for a later run.</summary>
    public void Unbind()
    {
        _bytes = default;
        Buffer = null;
    }

    private Span<T> As<T>(ElementType type)
        where T : unmanaged
    {
        Debug.Assert(Type == type, "Operators check types before they read elements.");
        return MemoryMarshal.Cast<byte, T>(_bytes.Span);
    }
}
