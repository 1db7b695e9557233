using System.Formats.Tar;
using OpenGradient.Hub.Tests.Support;
using OpenGradient.Models;
using OpenGradient.Primitives;

namespace OpenGradient.Hub.Tests.Import;

public sealed class DataFileTests
{
    [Fact]
    public async Task Import_ModelWithDataFile_ListsBothAndOpensFromTheStoreAlone()
    {
        using TemporaryDirectory store = new();
        PublishedModel model;
        using (TemporaryDirectory folder = new())
            model = await ModelStore.Open(store.Path).ImportAsync(SplitModel.WriteTo(folder.Path), "split");

        using OpenedModel opened = ModelStore.Open(store.Path).Open(model.Manifest);

        Assert.Equal(["model.onnx", SplitModel.DataFile], model.Manifest.Files.Select(static file => file.Path));
        Assert.Equal(Digest.Sha256(SplitModel.Weights), model.Manifest.Files[1].Sha256);
        Assert.Equal(8, model.Manifest.Files[1].SizeBytes);
        Assert.Equal([0, 0, 128, 63], opened.Constants.Read(0).ToArray());
    }

    [Fact]
    public async Task Describe_OfTheFolder_GivesTheModelIdOfTheStore()
    {
        using TemporaryDirectory store = new();
        using TemporaryDirectory folder = new();
        string path = SplitModel.WriteTo(folder.Path);
        PublishedModel published = await ModelStore.Open(store.Path).ImportAsync(path, "split");

        (ModelManifest manifest, OpenedModel opened) = ModelFiles.Open(ModelSource.Read(path, "split"));
        opened.Dispose();

        Assert.Equal(published.Id, manifest.Id);
        Assert.True(ModelManifest.TryParse(manifest.ToBytes(), out ModelManifest? read));
        Assert.Equal(manifest.Id, read.Id);
    }

    [Fact]
    public async Task Import_OtherWeights_IsAnotherModelAndAnotherProgram()
    {
        using TemporaryDirectory store = new();
        using TemporaryDirectory folder = new();
        string path = SplitModel.WriteTo(folder.Path);
        PublishedModel first = await ModelStore.Open(store.Path).ImportAsync(path, "split");
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, SplitModel.DataFile), [0, 0, 0, 0, 0, 0, 0, 64], TestContext.Current.CancellationToken);

        PublishedModel second = await ModelStore.Open(store.Path).ImportAsync(path, "split");

        Assert.NotEqual(first.Id, second.Id);
        Assert.NotEqual(first.Manifest.Program, second.Manifest.Program);
        Assert.Equal(first.Manifest.Files[0], second.Manifest.Files[0]);
    }

    [Fact]
    public async Task Open_ChangedDataFile_IsRefusedByName()
    {
        using TemporaryDirectory store = new();
        using TemporaryDirectory folder = new();
        PublishedModel model = await ModelStore.Open(store.Path).ImportAsync(SplitModel.WriteTo(folder.Path), "split");
        string digest = model.Manifest.Files[1].Sha256.ToString();
        await File.WriteAllBytesAsync(Path.Combine(store.Path, "blobs", "sha256", digest[..2], digest), new byte[8], TestContext.Current.CancellationToken);

        InvalidInputException refused = Assert.Throws<InvalidInputException>(() => ModelStore.Open(store.Path).Open(model.Manifest));

        Assert.Equal((InvalidInputKind.Conflict, SplitModel.DataFile), (refused.Kind, refused.Subject));
    }

    [Fact]
    public async Task Import_WithoutTheDataFile_NamesItAndLeavesNothing()
    {
        using TemporaryDirectory store = new();
        using TemporaryDirectory folder = new();
        string path = SplitModel.WriteTo(folder.Path);
        File.Delete(Path.Combine(folder.Path, SplitModel.DataFile));

        InvalidInputException refused = await Assert.ThrowsAsync<InvalidInputException>(() => ModelStore.Open(store.Path).ImportAsync(path, "split"));

        Assert.Contains(SplitModel.DataFile, refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(store.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Archive_WrittenAndRead_HoldsTheFilesInOrder()
    {
        using TemporaryDirectory folder = new();
        string path = SplitModel.WriteTo(folder.Path);
        List<(string Path, byte[] Bytes)> read = [];

        await using Stream archive = ModelArchive.Write(path, ModelArchive.FilesOf(path), TestContext.Current.CancellationToken);
        await foreach (ModelPart part in ModelArchive.ReadAsync(archive, TestContext.Current.CancellationToken))
        {
            using MemoryStream bytes = new();
            await part.Content.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            read.Add((part.Path, bytes.ToArray()));
        }

        Assert.Equal(["model.onnx", SplitModel.DataFile], read.Select(static part => part.Path));
        Assert.Equal(SplitModel.Model(), read[0].Bytes);
        Assert.Equal(SplitModel.Weights, read[1].Bytes);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/outside")]
    [InlineData("a/../../outside")]
    public async Task Import_ArchiveThatLeadsElsewhere_IsRefused(string name)
    {
        using TemporaryDirectory store = new();

        InvalidInputException refused = await Assert.ThrowsAsync<InvalidInputException>(
            () => ImportAsync(store.Path, Archive(("model.onnx", SplitModel.Model()), (name, SplitModel.Weights))));

        Assert.Equal((InvalidInputKind.Invalid, "files"), (refused.Kind, refused.Subject));
        Assert.Empty(Directory.EnumerateFiles(store.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Import_ArchiveWithALink_IsRefused()
    {
        using TemporaryDirectory store = new();
        MemoryStream bytes = new();
        await using (TarWriter writer = new(bytes, leaveOpen: true))
        {
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "model.onnx") { DataStream = new MemoryStream(SplitModel.Model("w")) }, TestContext.Current.CancellationToken);
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, "w") { LinkName = "/etc/hostname" }, TestContext.Current.CancellationToken);
        }

        bytes.Position = 0;
        Assert.Equal("files", (await Assert.ThrowsAsync<InvalidInputException>(() => ImportAsync(store.Path, bytes))).Subject);
    }

    [Fact]
    public async Task Import_ArchiveOfNoise_IsRefused()
    {
        using TemporaryDirectory store = new();
        byte[] noise = [.. Enumerable.Range(0, 2048).Select(static place => (byte)(place * 37))];

        Assert.Equal(InvalidInputKind.Malformed, (await Assert.ThrowsAsync<InvalidInputException>(() => ImportAsync(store.Path, new MemoryStream(noise)))).Kind);
    }

    [Fact]
    public async Task Import_ArchiveOverTheLimit_CountsAllFiles()
    {
        using TemporaryDirectory store = new();
        MemoryStream archive = Archive(("model.onnx", SplitModel.Model()), (SplitModel.DataFile, SplitModel.Weights));

        InvalidInputException refused = await Assert.ThrowsAsync<InvalidInputException>(() => ImportAsync(store.Path, archive, SplitModel.Model().Length + 7));

        Assert.Equal(InvalidInputKind.TooLarge, refused.Kind);
    }

    [Fact]
    public async Task Import_ArchiveWithFilesThatTheModelDoesNotName_KeepsThoseItNames()
    {
        using TemporaryDirectory store = new();

        PublishedModel model = await ImportAsync(store.Path, Archive(("model.onnx", SplitModel.Model()), ("extra", [1]), (SplitModel.DataFile, SplitModel.Weights)));

        Assert.Equal(2, model.Manifest.Files.Length);
        Assert.Equal(2, Directory.EnumerateFiles(Path.Combine(store.Path, "blobs"), "*", SearchOption.AllDirectories).Count());
    }

    private static Task<PublishedModel> ImportAsync(string store, Stream archive, long limit = long.MaxValue) => ModelStore.Open(store)
        .ImportAsync(new ModelSource("upload", "split", "", ""), ModelArchive.ReadAsync(archive), null, limit, progress: null, CancellationToken.None);

    private static MemoryStream Archive(params (string Name, byte[] Bytes)[] files)
    {
        MemoryStream bytes = new();
        using (TarWriter writer = new(bytes, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }

        bytes.Position = 0;
        return bytes;
    }
}
