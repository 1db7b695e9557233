namespace OpenGradient.Kernels.Tests.Functions;

/// <summary>The largest error of a function over many numbers.</summary>
/// <param name="Worst">The error; 0 if nothing was measured.</param>
/// <param name="At">The number at which it is, the first of equals by its bits.</param>
internal readonly record struct ErrorSweep(double Worst, float At)
{
    /// <summary>Measures every <paramref name="step"/>-th bit pattern from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    public static ErrorSweep Over(MeasuredFunction function, ulong first, ulong end, uint step)
    {
        var sweep = default(ErrorSweep);
        float[] block = new float[4096];
        float[] results = new float[block.Length];
        int filled = 0;
        for (ulong bits = first; bits < end; bits += step)
        {
            float x = BitConverter.UInt32BitsToSingle((uint)bits);
            if (x >= function.Low && x <= function.High)
                block[filled++] = x;
            if (filled < block.Length && bits + step < end)
                continue;
            function.Apply(block, results);
            for (int i = 0; i < filled; i++)
                sweep = sweep.Or(new ErrorSweep(function.Error(results[i], function.Truth(block[i])), block[i]));
            filled = 0;
        }

        return sweep;
    }

    /// <summary>Every binary32 number there is.</summary>
    public static ErrorSweep OverAll(MeasuredFunction function)
    {
        const int partCount = 1024;
        var parts = new ErrorSweep[partCount];
        Parallel.For(0, partCount, part => parts[part] = Over(function, (ulong)part << 22, (ulong)(part + 1) << 22, 1));
        return parts.Aggregate(static (worst, part) => worst.Or(part));
    }

    private ErrorSweep Or(ErrorSweep other) => other.Worst > Worst ? other : this;
}
