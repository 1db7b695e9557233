using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>y[r,o] = Σ x[r,k]·w[k,o] of 16-bit numbers, modulo 2^32.</summary>
/// <remarks>
/// Shapes: x [rows, depth] as <see cref="IntegerStrips"/>, w [depth, outputs] as <see cref="IntegerPanels"/>, y [rows, outputs], rows a step apart.
/// Types: 16-bit factors, 32-bit sums that wrap: exact, so order does not matter. Aliasing: none.
/// </remarks>
internal readonly ref struct IntegerKernel(
    int rowCount, int depth, int outputCount, int yStep, ReadOnlySpan<short> strips, ReadOnlySpan<short> panels, Span<int> y) : ILaneKernel
{
    private readonly ReadOnlySpan<short> _strips = strips;
    private readonly ReadOnlySpan<short> _panels = panels;
    private readonly Span<int> _y = y;

    /// <inheritdoc/>
    public void RunScalar()
    {
        int paired = IntegerStrips.PairedDepth(depth);
        for (int row = 0; row < rowCount; row++)
        {
            int first = row / IntegerStrips.Height * IntegerStrips.Height;
            int height = IntegerStrips.HeightAt(first, rowCount);
            for (int output = 0; output < outputCount; output++)
            {
                int x = (first * paired) + ((row - first) * 2);
                int w = (output / 16 * 16 * paired) + (output % 16 * 2);
                int sum = 0;
                for (int pair = 0; pair < paired / 2; pair++, x += height * 2, w += 32)
                    sum += (_strips[x] * _panels[w]) + (_strips[x + 1] * _panels[w + 1]);
                _y[(row * yStep) + output] = sum;
            }
        }
    }

    /// <inheritdoc/>
    [SuppressMessage("Performance", "CA1822", Justification = "An interface's method.")]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (!Avx2.IsSupported || typeof(TLanes) == typeof(Lanes128x4))
            RunScalar();
        else
            RunTiles(typeof(TLanes) == typeof(Lanes512) ? 2 : 1);
    }

    private void RunTiles(int panelsAtOnce)
    {
        Span<int> buffer = stackalloc int[IntegerStrips.Height * 32];
        int paired = IntegerStrips.PairedDepth(depth);
        for (int first = 0; first < rowCount; first += IntegerStrips.Height)
        {
            int height = IntegerStrips.HeightAt(first, rowCount);
            int present = Math.Min(height, rowCount - first);
            for (int output = 0; output < outputCount;)
            {
                int panels = output + (panelsAtOnce * 16) <= outputCount ? panelsAtOnce : 1;
                int outputs = Math.Min(panels * 16, outputCount - output);
                bool isWhole = present == height && outputs == panels * 16;
                Span<int> y = _y[((first * yStep) + output)..];
                var tile = new IntegerTile
                {
                    X = ref Unsafe.As<short, int>(ref Unsafe.Add(ref MemoryMarshal.GetReference(_strips), (nint)first * paired)),
                    XStep = (nuint)height,
                    Panel = ref Unsafe.Add(ref MemoryMarshal.GetReference(_panels), (nint)output * paired),
                    PanelStep = (nuint)(16 * paired),
                    PairCount = (nuint)(paired / 2),
                    Y = ref MemoryMarshal.GetReference(isWhole ? y : buffer),
                    YStep = isWhole ? (nuint)yStep : 32,
                };
                IntegerTiles.Run(in tile, height, panels);
                for (int row = 0; row < present && !isWhole; row++)
                    buffer.Slice(row * 32, outputs).CopyTo(y[(row * yStep)..]);
                output += panels * 16;
            }
        }
    }
}
