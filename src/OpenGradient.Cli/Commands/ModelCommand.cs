using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Signing;
using OpenGradient.Hub;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og model</c>: the models of a node's hub.</summary>
internal static class ModelCommand
{
    private static readonly Argument<string> FileOrFolder = new("file") { Description = "An ONNX or GGUF file, or a folder with a model.json or with a config.json and safetensors files" };
    private static readonly Argument<string> Address = new("address") { Description = "hf://OWNER/REPO[/FILE][@REVISION] or https://…" };
    private static readonly Option<string?> Name = new("--name") { Description = "The name to publish it under (default: that of the file)", HelpName = "NAME" };
    private static readonly Option<string?> Sha256 = new("--sha256") { Description = "Refuse the download unless it has this digest", HelpName = "HEX" };
    private static readonly Option<string?> Keep = new("--keep") { Description = "Keep the files of a model of several here; one that broke off is gone on with", HelpName = "FOLDER" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the node's whole answer" };
    private static readonly Option<Uri> Node = NodeOption.Create();

    public static Command Create()
    {
        DocumentedCommand import = new(
            "import",
            "Publish a model on a node.",
            "A model.sig beside the model's file (see `og model sign`) is kept with it, if it covers its files.\n\n"
            + "Examples:\n  og model import model.onnx --name my-model\n  og model import models/digits\n  og model import Qwen3-0.6B")
        { FileOrFolder, Name, Node };
        import.SetAction(ImportAsync);

        DocumentedCommand pull = new(
            "pull",
            "Download a model and publish it on a node.",
            "Of a repository without a file that is named, the config.json, the safetensors files, tokenizer and template are fetched. A download that breaks off is gone on with where the\n"
            + "host gives the file's digest, which is then checked; with --keep a later pull goes on too.\n\n"
            + "Examples:\n  og model pull hf://owner/repo/model.gguf\n  og model pull hf://owner/repo --keep repo\n  og model pull https://example.org/model.onnx --sha256 9f86…")
        { Address, Name, Sha256, Keep, Json, Node };
        pull.SetAction(PullAsync);

        DocumentedCommand list = new("list", "List the models of a node.", "Examples:\n  og model list --json") { Json, Node };
        list.SetAction(ListAsync);

        return new Command("model", "Import, pull, list, sign, verify, compile, commit to, quantize and try models.") { import, pull, list, ModelVerifyCommand.Create(), ModelSignCommand.Create(), CompileCommand.Create(), CommitCommand.Create(), QuantizeCommand.Create(), LogitsCommand.Create() };
    }

    private static async Task<int> ImportAsync(ParseResult arguments, CancellationToken cancellation)
    {
        ModelSource source = ModelSource.Read(arguments.GetValue(FileOrFolder)!, arguments.GetValue(Name));
        byte[]? signature = source.ReadSignature();
        int code = await ImportFilesAsync(source, arguments, cancellation).ConfigureAwait(false);
        using NodeClient node = new(arguments.GetValue(Node)!);
        if (signature is not null)
            await Console.Error.WriteLineAsync(await PublishedSignature.KeepAsync(node, source.Name, signature, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        return code;
    }

    private static async Task<int> ImportFilesAsync(ModelSource source, ParseResult arguments, CancellationToken cancellation)
    {
        ImmutableArray<string> files = FilesOf(source.FilePath);
        if (files.Length > 1)
            return await PublishAsync(source, files, source.FilePath, arguments, cancellation).ConfigureAwait(false);
        FileStream file = UserFile.OpenRead(source.FilePath);
        await using (file.ConfigureAwait(false))
            return await PublishAsync(source, file, file.Length, MediaType, arguments, cancellation).ConfigureAwait(false);
    }

    /// <summary>The node says what is wrong with a file that is no model; only a missing data file is told here.</summary>
    private static ImmutableArray<string> FilesOf(string path)
    {
        try
        {
            return ModelArchive.FilesOf(path);
        }
        catch (InvalidInputException error) when (error.Kind != InvalidInputKind.NotFound)
        {
            return [path];
        }
    }

    private static async Task<int> PublishAsync(ModelSource source, ImmutableArray<string> files, string shownAs, ParseResult arguments, CancellationToken cancellation)
    {
        Stream archive = ModelArchive.Write(source.FilePath, files, cancellation);
        await using (archive.ConfigureAwait(false))
            return await PublishAsync(source with { FilePath = shownAs }, archive, files.Sum(static file => new FileInfo(file).Length), ModelArchive.MediaType, arguments, cancellation).ConfigureAwait(false);
    }

    private static async Task<int> PullAsync(ParseResult arguments, CancellationToken cancellation)
    {
        PullOptions options = new() { Name = arguments.GetValue(Name), Sha256 = ReadDigest(arguments.GetValue(Sha256)), Folder = arguments.GetValue(Keep) };
        if (ModelPuller.MayHaveDataFiles(arguments.GetValue(Address)!))
        {
            using FetchedModel fetched = await TransferDisplay.ReceiveAsync(
                arguments.GetValue(Address)!, progress => ModelPuller.FetchAsync(arguments.GetValue(Address)!, options, progress, cancellation)).ConfigureAwait(false);
            return await PublishAsync(fetched.Source, fetched.Files, Path.GetFileName(fetched.Source.FilePath), arguments, cancellation).ConfigureAwait(false);
        }

        PulledModel pulled = await ModelPuller.OpenAsync(arguments.GetValue(Address)!, options, cancellation).ConfigureAwait(false);
        await using (pulled.ConfigureAwait(false))
            return await PublishAsync(pulled.Source, pulled.Content, pulled.TotalBytes, MediaType, arguments, cancellation).ConfigureAwait(false);
    }

    /// <summary>Streams the file to the node, which compiles and publishes it or refuses it.</summary>
    private static async Task<int> PublishAsync(ModelSource source, Stream content, long? totalBytes, string mediaType, ParseResult arguments, CancellationToken cancellation)
    {
        using NodeClient node = new(arguments.GetValue(Node)!);
        try
        {
            string published = await TransferDisplay.RunAsync(
                source.Name,
                totalBytes,
                content,
                counted => node.PostFileAsync("hub/models", counted, mediaType, HeadersOf(source), model => arguments.GetValue(Json) ? model.GetRawText() : $"{model.Text("name")}  {model.Text("id")}", cancellation)).ConfigureAwait(false);
            Console.WriteLine(published);
            return ExitCode.Done;
        }
        catch (NodeException refused) when (refused.IsRefusal)
        {
            throw new NodeException($"{source.FilePath}: {refused.Message}", isRefusal: true, refused);
        }
    }

    private const string MediaType = "application/octet-stream";

    private static (string Name, string Value)[] HeadersOf(ModelSource source) =>
    [
        ("X-Model-Name", source.Name),
        ("X-Model-Description", Uri.EscapeDataString(source.Description)),
        ("X-Model-License", Uri.EscapeDataString(source.License)),
    ];

    private static Digest? ReadDigest(string? text)
    {
        if (text is null)
            return null;
        return Digest.TryParse(text, out Digest digest)
            ? digest
            : throw new InvalidInputException(InvalidInputKind.Invalid, "--sha256", "a SHA-256 is 64 lower-case hexadecimal digits.");
    }

    private static async Task<int> ListAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using NodeClient node = new(arguments.GetValue(Node)!);
        bool isJson = arguments.GetValue(Json);
        foreach (string line in await node.GetJsonAsync("hub/models", models => isJson ? [models.GetRawText()] : Lines(models), cancellation).ConfigureAwait(false))
            Console.WriteLine(line);
        return ExitCode.Done;
    }

    private static string[] Lines(JsonElement models) =>
        [.. models.EnumerateArray().Select(static model => $"{model.Text("name"),-20} {model.Text("id")}  {model.GetProperty("manifest").Text("description")}")];
}
