namespace OpenGradient.Kernels;

/// <summary><see cref="ByteDotChains"/> as machine code of our own.</summary>
internal static unsafe class EmittedDotChains
{
    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, void> Code = Place();

    /// <summary>Whether it may be run, and the system let it be placed.</summary>
    public static bool IsSupported => Code is not null;

    /// <summary>So many turns.</summary>
    public static void Run(int turnCount)
    {
        // SAFETY: the code touches no memory. The collector waits for it, so a call is 4096 turns, some 10 µs.
        for (int rest = turnCount; rest > 0; rest -= MaxTurns)
            Code(Math.Min(rest, MaxTurns));
    }

    /// <summary>rdi: how many turns, at least 1 (System V ABI).</summary>
    private static delegate* unmanaged[SuppressGCTransition]<nint, void> Place()
    {
        if (!EmittedCode.IsAllowed)
            return null;
        var code = new X64Encoder();
        for (int register = 0; register <= ChainCount; register++)
            code.Clear(register);
        code.Align(64);
        int loop = code.Position;
        for (int chain = 0; chain < ChainCount; chain++)
            code.DotBytes(chain, ChainCount, ChainCount);
        code.Decrement(X64Register.Rdi);
        code.JumpIfNotZero(loop);
        code.ZeroUpper();
        code.Return();
        return (delegate* unmanaged[SuppressGCTransition]<nint, void>)ExecutableMemory.TryPlace(code.ToArray());
    }

    private const int ChainCount = 8;
    private const int MaxTurns = 4096;
}
