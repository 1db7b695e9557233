using OpenGradient.Hub.Tests.Support;
using OpenGradient.Models;
using OpenGradient.Primitives;

namespace OpenGradient.Hub.Tests.Storage;

public sealed class ModelStoreTests
{
    [Fact]
    public async Task Import_Folder_PublishesWhatItDescribes()
    {
        using TemporaryDirectory directory = new();
        ModelStore store = ModelStore.Open(directory.Path);

        PublishedModel model = await store.ImportAsync(SampleModels.PriceRisk);

        Assert.Equal(("price-risk", 1, true), (model.Name, model.Version, model.IsCurrent));
        Assert.Equal("Apache-2.0", model.Manifest.License);
        Assert.Equal(model.Id, ModelStore.Open(directory.Path).Find("price-risk")!.Id);
        Assert.Equal(model.Id, store.Find(model.Id.ToString())!.Id);
    }

    [Fact]
    public async Task Import_Twice_ChangesNothing()
    {
        using TemporaryDirectory directory = new();
        ModelStore store = ModelStore.Open(directory.Path);
        await store.ImportAsync(SampleModels.PriceRisk);
        string[] before = Snapshot(directory.Path);

        PublishedModel again = await store.ImportAsync(SampleModels.PriceRisk);

        Assert.Equal(1, again.Version);
        Assert.Equal(before, Snapshot(directory.Path));
    }

    [Fact]
    public async Task Import_FolderWithASignature_KeepsItAsItCame()
    {
        using TemporaryDirectory directory = new();
        using TemporaryDirectory folder = new();
        File.Copy(Path.Combine(SampleModels.PriceRisk, "price-risk.onnx"), Path.Combine(folder.Path, "price-risk.onnx"));
        ModelStore store = ModelStore.Open(directory.Path);
        PublishedModel unsigned = await store.ImportAsync(folder.Path, "m");
        byte[]? before = store.FindSignature(unsigned.Id);
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "model.sig"), [1, 2, 3]);

        PublishedModel signed = await store.ImportAsync(folder.Path, "m");

        Assert.Null(before);
        Assert.Equal(unsigned.Id, signed.Id);
        Assert.Equal([1, 2, 3], ModelStore.Open(directory.Path).FindSignature(signed.Id));
        Assert.Throws<InvalidInputException>(() => store.KeepSignature(signed.Id, new byte[ModelSource.MaximumSignatureBytes + 1]));
        Parallel.For(0, 64, index => store.KeepSignature(signed.Id, new byte[] { (byte)index, (byte)index })); // two who give one at once
        Assert.True(store.FindSignature(signed.Id) is [var first, var second] && first == second);
    }

    [Fact]
    public async Task Import_OtherDescription_IsANewVersionAndTheOldOneStays()
    {
        using TemporaryDirectory directory = new();
        ModelStore store = ModelStore.Open(directory.Path);
        PublishedModel first = await store.ImportAsync(SampleModels.PriceRisk, "risk");

        PublishedModel second = await store.ImportAsync(SampleModels.PriceRiskFile, "risk");

        Assert.Equal(2, second.Version);
        Assert.Equal(second.Id, store.Find("risk")!.Id);
        Assert.Equal(first.Id, store.Find("risk", "1")!.Id);
        Assert.Equal(first.Id, store.Find("risk", first.Id.ToString())!.Id);
    }

    [Theory]
    [InlineData("not a model")]
    [InlineData("")]
    [InlineData("GGUF")]
    public async Task Import_NoModel_LeavesNothingBehind(string content)
    {
        using TemporaryDirectory directory = new();
        string file = directory.File("broken.onnx", content);
        string data = Path.Combine(directory.Path, "store");
        ModelStore store = ModelStore.Open(data);

        await Assert.ThrowsAsync<InvalidInputException>(() => store.ImportAsync(file));

        Assert.Empty(Snapshot(data));
        Assert.Empty(store.List());
    }

    [Fact]
    public async Task Import_StreamOverTheLimit_LeavesNothingBehind()
    {
        using TemporaryDirectory directory = new();
        ModelStore store = ModelStore.Open(directory.Path);
        using MemoryStream content = new(new byte[100]);

        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(
            () => store.ImportAsync(new ModelSource("x.onnx", "x", "", ""), content, null, maximumBytes: 99, null, CancellationToken.None));

        Assert.Equal(InvalidInputKind.TooLarge, error.Kind);
        Assert.Empty(Snapshot(directory.Path));
    }

    [Fact]
    public async Task Open_ChangedFile_IsNamed()
    {
        using TemporaryDirectory directory = new();
        ModelStore store = ModelStore.Open(directory.Path);
        PublishedModel model = await store.ImportAsync(SampleModels.PriceRisk);
        string blob = Directory.GetFiles(Path.Combine(directory.Path, "blobs"), "*", SearchOption.AllDirectories).Single();
        byte[] bytes = await File.ReadAllBytesAsync(blob);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(blob, bytes);

        InvalidInputException error = Assert.Throws<InvalidInputException>(() => store.Open(model.Manifest));

        Assert.Equal((InvalidInputKind.Conflict, "model.onnx"), (error.Kind, error.Subject));
    }

    [Fact]
    public async Task Open_Imported_CompilesToTheProgramOfTheManifest()
    {
        using TemporaryDirectory directory = new();
        ModelStore store = ModelStore.Open(directory.Path);
        PublishedModel model = await store.ImportAsync(SampleModels.PriceRisk);

        using OpenedModel opened = store.Open(model.Manifest);

        Assert.Equal(model.Manifest.Program, opened.Program.Id);
    }

    [Fact]
    public async Task Describe_SameFolder_GivesTheModelIdOfTheImport()
    {
        using TemporaryDirectory directory = new();
        PublishedModel model = await ModelStore.Open(directory.Path).ImportAsync(SampleModels.PriceRisk);

        (ModelManifest manifest, OpenedModel opened) = ModelFiles.Open(ModelSource.Read(SampleModels.PriceRisk));

        opened.Dispose();
        Assert.Equal(model.Id, manifest.Id);
    }

    [Fact]
    public void Describe_DamagedFile_NamesIt()
    {
        using TemporaryDirectory directory = new();
        directory.File("x.onnx", "rubbish");
        string path = Path.Combine(directory.Path, "x.onnx");

        InvalidInputException error = Assert.Throws<InvalidInputException>(() => ModelFiles.Open(ModelSource.Read(path)));

        Assert.Equal(path, error.Subject);
    }

    [Fact]
    public async Task Import_OverADamagedManifest_WritesItAgain()
    {
        using TemporaryDirectory directory = new();
        PublishedModel model = await ModelStore.Open(directory.Path).ImportAsync(SampleModels.PriceRisk);
        File.WriteAllText(Path.Combine(directory.Path, "manifests", model.Id + ".json"), "rubbish");

        await ModelStore.Open(directory.Path).ImportAsync(SampleModels.PriceRisk);

        Assert.Equal(model.Id, ModelStore.Open(directory.Path).Find(model.Name)?.Id);
    }

    [Fact]
    public void RemovePartialImports_AfterAKill_ClearsWhatWasLeft()
    {
        using TemporaryDirectory directory = new();
        ModelStore store = ModelStore.Open(directory.Path);
        File.WriteAllText(Path.Combine(directory.Path, "tmp", "half"), "x");

        store.RemovePartialImports();

        Assert.Empty(Snapshot(directory.Path));
    }

    [Theory]
    [InlineData("{", "model.json")]
    [InlineData("""{"name":1}""", "model.json: name")]
    [InlineData("""{"file":"../x.onnx"}""", "model.json: file")]
    [InlineData("""{"file":"gone.onnx"}""", "model.json: file")]
    [InlineData("""{"name":"a/b"}""", "name")]
    public void ModelSource_BadDescription_IsNamed(string description, string subject)
    {
        using TemporaryDirectory directory = new();
        directory.File("model.json", description);
        directory.File("x.onnx", "");

        InvalidInputException error = Assert.Throws<InvalidInputException>(() => ModelSource.Read(directory.Path));

        Assert.EndsWith(subject, error.Subject, StringComparison.Ordinal);
    }

    private static string[] Snapshot(string directory) =>
        [.. Directory.GetFiles(directory, "*", SearchOption.AllDirectories)
            .Select(static path => $"{path} {Digest.Sha256(File.ReadAllBytes(path))}").Order(StringComparer.Ordinal)];
}
