using System.IO.Compression;
using System.Text;
using System.Text.Json;
using OpenGradient.Tests;

namespace OpenGradient.Cli.Tests.Models;

/// <summary><c>og model compile</c> as people run it.</summary>
public sealed class CompileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("og-compile-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Compile_Digits_WritesAModelAndAReport()
    {
        string samples = WriteSamples("image");
        string target = Path.Combine(_folder.FullName, "digits.integer.safetensors");

        OgResult result = Og.Run("model", "compile", Repository.PathOf("models/digits/digits.onnx"), "--calibrate", samples, "--test", samples, "-o", target, "--json");

        using JsonDocument report = JsonDocument.Parse(result.Expect(0));
        Assert.Equal(4, report.RootElement.GetProperty("samples").GetInt32());
        Assert.NotEqual(0, report.RootElement.GetProperty("layers").GetArrayLength());
        Assert.Equal(1.0, report.RootElement.GetProperty("outputs")[0].GetProperty("agreement").GetDouble());
        Assert.Equal(1.0, report.RootElement.GetProperty("test").GetProperty("integer").GetDouble());
        Assert.True(new FileInfo(target).Length > 100_000);
    }

    [Fact]
    public void Compile_SamplesOfAnotherName_SaysWhichArrayIsMissing()
    {
        string target = Path.Combine(_folder.FullName, "digits.integer.safetensors");

        OgResult result = Og.Run("model", "compile", Repository.PathOf("models/digits/digits.onnx"), "--calibrate", WriteSamples("picture"), "-o", target);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("'image'", result.Errors, StringComparison.Ordinal);
        Assert.Contains("'picture' [4,1,28,28]", result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(target));
    }

    /// <summary>The golden images and the digits on them, as NumPy saves them.</summary>
    private string WriteSamples(string name)
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("models/digits/golden.json")));
        JsonElement[] cases = [.. golden.RootElement.GetProperty("cases").EnumerateArray()];
        float[] pixels = [.. cases.SelectMany(static item => item.GetProperty("inputs")[0].GetProperty("data").EnumerateArray()).Select(static number => number.GetSingle())];
        long[] labels = [.. cases.Select(static item => item.GetProperty("digit").GetInt64())];
        string path = Path.Combine(_folder.FullName, name + ".npz");
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        WriteArray(archive, name, "<f4", $"({labels.Length}, 1, 28, 28)", [.. pixels.SelectMany(BitConverter.GetBytes)]);
        WriteArray(archive, "labels", "<i8", $"({labels.Length},)", [.. labels.SelectMany(BitConverter.GetBytes)]);
        return path;
    }

    private static void WriteArray(ZipArchive archive, string name, string type, string shape, byte[] elements)
    {
        byte[] header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n");
        using Stream stream = archive.CreateEntry(name + ".npy").Open();
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        stream.Write(header);
        stream.Write(elements);
    }
}
