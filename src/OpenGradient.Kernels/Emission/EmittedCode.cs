using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Whether this process may run machine code that it writes itself: docs/design/emitted-code.md.</summary>
internal static class EmittedCode
{
    /// <summary>Whether the processor and the system can run <see cref="TileCode"/> (x64, Linux, 512-bit vectors with VNNI) and <c>OG_EMITTED_CODE</c> is not 0.</summary>
    /// <remarks>That the system saves 512-bit registers, and that they are not switched off, is what the runtime's own flag says.</remarks>
    public static bool IsAllowed { get; } =
        OperatingSystem.IsLinux() && Avx512BW.VL.IsSupported && X86Base.X64.IsSupported && HasVnni() && Environment.GetEnvironmentVariable(Switch) != "0";

    /// <summary>Whether the processor and the system can run <see cref="Sha256Code"/> (x64, Linux, the SHA extensions), and the switch is not 0.</summary>
    public static bool IsSha256Allowed { get; } =
        OperatingSystem.IsLinux() && Avx2.IsSupported && X86Base.X64.IsSupported && HasSha() && Environment.GetEnvironmentVariable(Switch) != "0";

    /// <summary>CPUID leaf 7, subleaf 0: ebx bit 29 is SHA.</summary>
    private static bool HasSha() => X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 0).Ebx & (1 << 29)) != 0;

    /// <summary>CPUID leaf 7, subleaf 0: ecx bit 11 is AVX512_VNNI.</summary>
    private static bool HasVnni() => X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 0).Ecx & (1 << 11)) != 0;

    /// <summary>The environment variable that turns it off.</summary>
    public const string Switch = "OG_EMITTED_CODE";
}
