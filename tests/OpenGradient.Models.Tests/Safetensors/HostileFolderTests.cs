using System.Diagnostics;
using OpenGradient.Models.Templates;
using OpenGradient.Models.Tests.Decoders;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Tests.Safetensors;

/// <summary>Damaged folders: opened or refused by file and field, never anything else, and without memory that nothing in them justifies.</summary>
public sealed class HostileFolderTests
{
    private const int MutationCount = 1_000;
    private const long AllowedBytes = 8 << 20;

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("qwen3")]
    [InlineData("gptneox")]
    [InlineData("mixtral")]
    public void Open_MutatedFile_IsOpenedOrRefusedByFileAndField(string architecture)
    {
        using TemporaryFolder folder = new();
        new SmallFolder(architecture, SmallDecoder.Create(architecture)).Write(folder.Path, fileCount: 2);
        string[] files = ["config.json", "model-00001-of-00002.safetensors", "model.safetensors.index.json"];
        byte[][] honest = [.. files.Select(file => File.ReadAllBytes(Path.Combine(folder.Path, file)))];
        var random = new Random(20260101);
        for (int i = 0; i < MutationCount; i++)
        {
            int which = random.Next(files.Length);
            string path = Path.Combine(folder.Path, files[which]);
            File.WriteAllBytes(path, Mutation.Of(honest[which], random));

            OpenOrRefuse(folder.Path);

            File.WriteAllBytes(path, honest[which]);
        }
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("tokenizer.json")]
    [InlineData("tokenizer_config.json")]
    [InlineData("generation_config.json")]
    public void Open_Pipe_IsRefusedAndNotWaitedFor(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs mkfifo");
        using TemporaryFolder folder = new();
        new SmallFolder("qwen3", SmallDecoder.Create("qwen3")).Write(folder.Path);
        File.WriteAllText(Path.Combine(folder.Path, "tokenizer.json"), """{"model":{"type":"BPE","vocab":{"a":0},"merges":[]}}""");
        string path = Path.Combine(folder.Path, name);
        File.Delete(path);
        using (var made = Process.Start("mkfifo", [path]))
            made.WaitForExit();

        Assert.Throws<InvalidInputException>(() => ModelFile.Open(folder.Path).Dispose());
        Assert.Throws<InvalidInputException>(() => TokenizerFile.Open(path));
        Assert.Throws<InvalidInputException>(() => ChatTemplateFile.Open(path));
    }

    private static void OpenOrRefuse(string folder)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            ModelFile.Open(folder).Dispose();
        }
        catch (InvalidInputException refused)
        {
            Assert.NotEmpty(refused.Subject);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllowedBytes);
    }
}
