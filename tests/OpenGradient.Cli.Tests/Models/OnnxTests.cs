using System.Diagnostics;
using System.Text.Json;

namespace OpenGradient.Cli.Tests.Models;

/// <summary>A person tries ONNX test cases: one that is right, one with a wrong expectation, one that is damaged.</summary>
public sealed class OnnxTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("og-onnx-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Trait("Category", "Slow")]
    public void Test_CasesOfEveryKind_AreCountedAndNamed()
    {
        WriteCase("good/relu", [-1f, 2f], [0f, 2f]);
        WriteCase("wrong/relu", [-1f, 2f], [0f, 3f]);
        WriteCase("damaged", [-1f, 2f], [0f, 2f]);
        File.WriteAllBytes(Path.Combine(_folder, "damaged", "model.onnx"), File.ReadAllBytes(Path.Combine(_folder, "damaged", "model.onnx"))[..20]);

        OgResult all = Og.Run("onnx", "test", _folder);
        OgResult good = Og.Run("onnx", "test", Path.Combine(_folder, "good"), "--json");

        string[] lines = all.Expect(1).TrimEnd().Split('\n');
        Assert.Equal("passed 1, failed 2, unsupported 0", lines[^1]);
        Assert.Contains("pass         good/relu", lines);
        Assert.Contains("FAIL         wrong/relu: output 0: element [1] is 2 instead of 3", lines);
        Assert.Contains(lines, static line => line.StartsWith("FAIL         damaged: model.onnx: ", StringComparison.Ordinal));
        using JsonDocument json = JsonDocument.Parse(good.Expect(0));
        Assert.Equal(1, json.RootElement.GetProperty("passed").GetInt32());
        Assert.Equal("relu", json.RootElement.GetProperty("cases")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void Test_ModelThatIsAPipe_FailsAndIsNotWaitedFor()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs mkfifo");
        WriteCase("piped", [1f, 1f], [1f, 1f]);
        string model = Path.Combine(_folder, "piped", "model.onnx");
        File.Delete(model);
        using (var made = Process.Start("mkfifo", [model]))
            made.WaitForExit();

        Assert.StartsWith("FAIL         piped: ", Og.Run("onnx", "test", _folder).Expect(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Test_OddFolders_AreToldOneByOne()
    {
        WriteCase("plain", [1f, 1f], [1f, 1f]);
        WriteCase("near", [1f, 1f], [1.5f, 1.5f]);
        File.WriteAllText(Path.Combine(_folder, "near", "data.json"), """{ "rtol": 0.5 }""");
        WriteCase("strange", [1f, 1f], [1f, 1f]);
        File.WriteAllText(Path.Combine(_folder, "strange", "data.json"), """{ "atol": "much" }""");
        WriteCase("linked", [1f, 1f], [1f, 1f]);
        File.Delete(Path.Combine(_folder, "linked", "model.onnx"));
        File.CreateSymbolicLink(Path.Combine(_folder, "linked", "model.onnx"), Path.Combine(_folder, "plain", "model.onnx"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "plain", "around"), _folder);
        WriteCase("bare", [1f, 1f], [1f, 1f]);
        Directory.Delete(Path.Combine(_folder, "bare", "test_data_set_0"), recursive: true);

        string[] lines = Og.Run("onnx", "test", _folder).Expect(1).TrimEnd().Split('\n');

        Assert.Equal(
            [
                "FAIL         bare: there is no test_data_set_* beside the model",
                "pass         linked",
                "pass         near",
                "pass         plain",
                "FAIL         strange: atol in data.json is not a number from 0 on.",
                "passed 3, failed 2, unsupported 0",
            ],
            lines);
    }

    [Fact]
    public void Test_OfNothing_SaysWhatACaseIs()
    {
        OgResult empty = Og.Run("onnx", "test", _folder);
        OgResult missing = Og.Run("onnx", "test", Path.Combine(_folder, "nowhere"));

        Assert.Contains("one is a folder with model.onnx and test_data_set_0", empty.Errors, StringComparison.Ordinal);
        Assert.Contains("there is no such folder", missing.Errors, StringComparison.Ordinal);
        Assert.Equal((1, 1), (empty.ExitCode, missing.ExitCode));
    }

    /// <summary>y = Relu(x) on two floats, written as protobuf by hand.</summary>
    private void WriteCase(string name, float[] input, float[] output)
    {
        string data = Directory.CreateDirectory(Path.Combine(_folder, name, "test_data_set_0")).FullName;
        byte[] type = Field(1, [.. Number(1, 1), .. Field(2, Field(1, Number(1, 2)))]);
        byte[] graph =
        [
            .. Field(1, [.. Text(1, "x"), .. Text(2, "y"), .. Text(4, "Relu")]),
            .. Text(2, "g"),
            .. Field(11, [.. Text(1, "x"), .. Field(2, type)]),
            .. Field(12, [.. Text(1, "y"), .. Field(2, type)]),
        ];
        File.WriteAllBytes(Path.Combine(_folder, name, "model.onnx"), [.. Number(1, 8), .. Field(7, graph), .. Field(8, Number(2, 14))]);
        File.WriteAllBytes(Path.Combine(data, "input_0.pb"), Tensor("x", input));
        File.WriteAllBytes(Path.Combine(data, "output_0.pb"), Tensor("y", output));
    }

    private static byte[] Tensor(string name, float[] numbers) =>
        [.. Number(1, (byte)numbers.Length), .. Number(2, 1), .. Text(8, name), .. Field(9, [.. numbers.SelectMany(BitConverter.GetBytes)])];

    private static byte[] Number(int field, byte value) => [(byte)(field << 3), value];

    private static byte[] Text(int field, string text) => Field(field, System.Text.Encoding.ASCII.GetBytes(text));

    private static byte[] Field(int field, byte[] bytes) => [(byte)((field << 3) | 2), (byte)bytes.Length, .. bytes];
}
