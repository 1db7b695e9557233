namespace OpenGradient.Benchmarks.SideBySide.Measurement;

/// <summary>A processor that this one can be made to look like.</summary>
/// <param name="Name">How the table calls it.</param>
/// <param name="Settings">Environment variables: switches of the .NET runtime, which only our engine heeds, and what an emulator needs.</param>
/// <param name="Emulator">The command in front of the program; empty: none.</param>
internal sealed record Hardware(string Name, (string Name, string Value)[] Settings, params string[] Emulator)
{
    public static Hardware AsItIs { get; } = new("as it is", []);

    public static Hardware WithoutAvx512 { get; } = new("AVX2", [("DOTNET_EnableAVX512", "0")]);

    public static Hardware WithoutAvx2 { get; } = new("128 bits", [("DOTNET_EnableAVX2", "0")]);

    public static Hardware WithoutVectors { get; } = new("scalar", [("DOTNET_EnableHWIntrinsic", "0")]);

    /// <summary>An emulated processor, which tells every engine that it has AVX2 and no AVX-512.</summary>
    public static Hardware Emulated { get; } = new(
        "emulated AVX2", [("DOTNET_EnableWriteXorExecute", "0"), ("DOTNET_gcConcurrent", "0")], "qemu-x86_64", "-cpu", "max");

    /// <summary>Whether its emulator is installed.</summary>
    public bool IsHere => Emulator.Length == 0
        || (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Any(folder => File.Exists(Path.Combine(folder, Emulator[0])));
}
