using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>The constants of a Program: decoded when a step first asks, kept only if steps read them while running.</summary>
internal sealed class ConstantTable
{
    private readonly Program _program;
    private readonly Value?[] _resident;
    private IConstantSource? _source;

    public ConstantTable(Program program, IConstantSource source)
    {
        _program = program;
        _source = source;
        IsReadInPlace = source.IsReadInPlace;
        _resident = new Value?[program.Constants.Length];
    }

    /// <summary>The constant behind value <paramref name="valueIndex"/>; false if that value is none.</summary>
    public bool TryFind(int valueIndex, out int constantIndex)
    {
        constantIndex = valueIndex - _program.Inputs.Length;
        return constantIndex >= 0 && constantIndex < _program.Constants.Length;
    }

    /// <summary>Whether weights stay where they are: <see cref="IConstantSource.IsReadInPlace"/>.</summary>
    public bool IsReadInPlace { get; }

    /// <summary>How many bytes all of them take as they are stored.</summary>
    public long EncodedBytes => _program.Constants.Sum(ByteCount);

    /// <summary>Name, encoding and shape.</summary>
    public Constant Describe(int constantIndex) => _program.Constants[constantIndex];

    /// <summary>The encoded bytes; only while loading.</summary>
    public ReadOnlyMemory<byte> Encoded(int constantIndex) =>
        _source?.Read(constantIndex) ?? throw new InvalidOperationException("Constants are read while loading only.");

    /// <summary>The same where they lie; only while loading.</summary>
    public ConstantBytes Located(int constantIndex) =>
        _source?.Locate(constantIndex) ?? throw new InvalidOperationException("Constants are read while loading only.");

    /// <summary>The constant as weights, for use while loading: narrow floats are widened.</summary>
    public Value DecodeWeights(int constantIndex) => _resident[constantIndex] is { } resident && !resident.Type.IsNarrowFloat()
        ? resident
        : ConstantDecoder.DecodeWeights(_program.Constants[constantIndex], constantIndex, Encoded(constantIndex).Span);

    /// <summary>As <see cref="DecodeWeights"/>, for who lays the elements out at once and does not keep the value: not copied if they can be read where they are.</summary>
    public Value Borrow(int constantIndex) => _resident[constantIndex] is { Type: ElementType.Float32 } resident
        ? resident
        : ConstantDecoder.Borrow(_program.Constants[constantIndex], constantIndex, Encoded(constantIndex));

    /// <summary>Decodes the constant to be at hand in every run.</summary>
    public Value MakeResident(int constantIndex) =>
        _resident[constantIndex] ??= ConstantDecoder.Decode(_program.Constants[constantIndex], constantIndex, Encoded(constantIndex).Span);

    /// <summary>The constant as runs see it; null if no step reads it while running.</summary>
    public Value? Resident(int constantIndex) => _resident[constantIndex];

    /// <summary>Loading is over: lets the source go.</summary>
    public void Seal() => _source = null;

    private static long ByteCount(Constant constant)
    {
        long elementCount = constant.Shape.Aggregate(1L, static (count, dimension) => count * dimension);
        if (ElementTypes.TryParse(constant.Encoding, out ElementType type))
            return elementCount * type.SizeBytes();
        return StoredEncodings.TryFind(constant.Encoding, out StoredEncoding? stored) ? stored.LengthBytes(elementCount) : 0;
    }
}
