using OpenGradient.Hub.Tests.Support;
using OpenGradient.Models;
using OpenGradient.Primitives;

namespace OpenGradient.Hub.Tests.Import;

public sealed class FolderModelTests
{
    [Fact]
    public async Task Import_Folder_ListsItsFilesAndOpensFromTheStoreAlone()
    {
        using TemporaryDirectory store = new();
        PublishedModel model;
        using (TemporaryDirectory models = new())
        {
            string folder = Directory.CreateDirectory(Path.Combine(models.Path, "folder")).FullName;
            FolderModel.WriteTo(folder);
            Assert.Equal(folder, Assert.Single(ModelSource.FindAll(models.Path)));
            model = await ModelStore.Open(store.Path).ImportAsync(folder, "folder");
            Assert.Equal(model.Id, ModelFiles.Open(ModelSource.Read(folder, "folder")).Manifest.Id);
        }

        using OpenedModel opened = ModelStore.Open(store.Path).Open(model.Manifest);

        Assert.Equal("safetensors", model.Manifest.Format);
        Assert.Equal(["config.json", "model.safetensors", "tokenizer.json"], model.Manifest.Files.Select(static file => file.Path));
        Assert.Equal((16, 2), (opened.ContextLength, opened.Tokenizer!.VocabularySize));
    }

    [Fact]
    public void FindAll_FoldersThatVanishMeanwhile_AreLeftOut()
    {
        using TemporaryDirectory models = new();
        string[] folders = [.. Enumerable.Range(0, 300).Select(number => Directory.CreateDirectory(Path.Combine(models.Path, $"{number}")).FullName)];
        var remover = new Thread(() => Array.ForEach(folders, Directory.Delete));
        remover.Start();

        do
        {
            Assert.Empty(ModelSource.FindAll(models.Path));
        }
        while (remover.IsAlive);
    }

    /// <summary>A download cache of the Hugging Face library holds links: what is wrong, and how to put it right, is said.</summary>
    [Fact]
    public void FilesOf_FolderOfLinks_SaysHowToCopyIt()
    {
        using TemporaryDirectory folder = new();
        FolderModel.WriteTo(folder.Path);
        string weights = Path.Combine(folder.Path, "model.safetensors");
        File.Move(weights, weights + ".blob");
        File.CreateSymbolicLink(weights, weights + ".blob");

        InvalidInputException error = Assert.Throws<InvalidInputException>(() => ModelArchive.FilesOf(ModelSource.Read(folder.Path).FilePath));

        Assert.Contains("'model.safetensors' of the model is a link", error.Message, StringComparison.Ordinal);
        Assert.Contains("cp -rL", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The archive is the body of an upload, and what a node reads of it.</summary>
    [Fact]
    public async Task Import_ArchiveOfAFolder_IsTheSameModel()
    {
        using TemporaryDirectory store = new();
        using TemporaryDirectory folder = new();
        FolderModel.WriteTo(folder.Path);
        ModelSource source = ModelSource.Read(folder.Path, "folder");
        await using Stream archive = ModelArchive.Write(source.FilePath, ModelArchive.FilesOf(source.FilePath), TestContext.Current.CancellationToken);

        PublishedModel uploaded = await ModelStore.Open(store.Path)
            .ImportAsync(source, ModelArchive.ReadAsync(archive, TestContext.Current.CancellationToken), null, long.MaxValue, null, TestContext.Current.CancellationToken);

        Assert.Equal((await ModelStore.Open(store.Path).ImportAsync(folder.Path, "folder")).Id, uploaded.Id);
    }
}
