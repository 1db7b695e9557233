using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Benchmarks.SideBySide.Measurement;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static string Describe()
    {
        string[] lines = File.Exists("/proc/cpuinfo") ? File.ReadAllLines("/proc/cpuinfo") : [];
        string Field(string name) => lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':')[^1].Trim() ?? "?";
        string load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "?";
        return $"{Field("model name")} (family {Field("cpu family")}, model {Field("model")}), {Environment.ProcessorCount} processors, vectors of {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)} bits, "
            + $"AVX-VNNI {(AvxVnni.IsSupported ? "yes" : "no")}, AVX512-VNNI {(lines.Any(static line => line.Contains("avx512_vnni", StringComparison.Ordinal)) ? "yes (ONNX Runtime uses it, .NET 10 cannot)" : "no")}; "
            + $"{RuntimeInformation.FrameworkDescription}; ONNX Runtime {typeof(Microsoft.ML.OnnxRuntime.InferenceSession).Assembly.GetName().Version?.ToString(3)}; load before the start {load}";
    }
}
