namespace OpenGradient.Kernels;

/// <summary>The 64-bit registers, by their numbers in instructions.</summary>
internal enum X64Register
{
    /// <summary>rax.</summary>
    Rax,

    /// <summary>rcx.</summary>
    Rcx,

    /// <summary>rdx.</summary>
    Rdx,

    /// <summary>rbx.</summary>
    Rbx,

    /// <summary>rsp.</summary>
    Rsp,

    /// <summary>rbp.</summary>
    Rbp,

    /// <summary>rsi.</summary>
    Rsi,

    /// <summary>rdi.</summary>
    Rdi,

    /// <summary>r8.</summary>
    R8,

    /// <summary>r9.</summary>
    R9,

    /// <summary>r10.</summary>
    R10,

    /// <summary>r11.</summary>
    R11,
}
