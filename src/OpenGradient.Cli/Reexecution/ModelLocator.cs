using System.CommandLine;
using OpenGradient.Hub;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Reexecution;

/// <summary>Finds the files of the model that a receipt names, and says what is wrong with them where they are not that model.</summary>
/// <param name="places">Data directories, folders of models, model folders or files, searched in this order.</param>
internal sealed class ModelLocator(IReadOnlyList<string> places)
{
    /// <summary>The option of commands that need a model's files.</summary>
    public static Option<string[]> CreateOption() => new("--models")
    {
        Description = "Where the model's files are: a folder of models, a model's folder, a file, or a node's data directory; may be repeated (default: the data directory, then ./models)",
        HelpName = "PATH",
    };

    /// <summary>Looks in the places that were named; in none, in the data directory and in <c>./models</c>.</summary>
    /// <exception cref="InvalidInputException">There is no such place.</exception>
    public static ModelLocator Of(string[]? named, string dataDirectory)
    {
        foreach (string place in named ?? [])
        {
            if (!Path.Exists(place))
                throw new InvalidInputException(InvalidInputKind.NotFound, "--models", $"there is no file or folder '{place}'.");
        }

        return new ModelLocator(named is { Length: > 0 } ? named : [dataDirectory, "models"]);
    }

    /// <summary>The model, opened; null, with the reason, where it is not at hand or not what the receipt names.</summary>
    public OpenedModel? Open(ModelStatement wanted, out ReexecutionResult fault)
    {
        fault = new ReexecutionResult(ReexecutionCode.ModelMissing, $"No model \"{wanted.Name}\" in {string.Join(", ", places)}: name its place with --models.");
        foreach (string place in places)
        {
            OpenedModel? model = IsStore(place) ? OpenStored(place, wanted, ref fault) : OpenSources(place, wanted, ref fault);
            if (model is not null)
                return model;
        }

        return null;
    }

    private static bool IsStore(string place) => Directory.Exists(Path.Combine(place, "models", "manifests"));

    private static OpenedModel? OpenStored(string place, ModelStatement wanted, ref ReexecutionResult fault)
    {
        ModelStore store = ModelStore.Open(Path.Combine(place, "models"));
        if (store.Find(wanted.Id.ToString()) is not { } published)
            return null;
        if (published.Manifest.Name != wanted.Name)
        {
            fault = new ReexecutionResult(ReexecutionCode.ModelMismatch, $"Model {wanted.Id} is \"{published.Manifest.Name}\"; the receipt calls it \"{wanted.Name}\".");
            return null;
        }

        try
        {
            return Check(store.Open(published.Manifest), wanted, ref fault);
        }
        catch (InvalidInputException exception)
        {
            // A file that is gone is nobody's lie; one that was changed is not the model that was published.
            ReexecutionCode code = exception.Kind == InvalidInputKind.NotFound ? ReexecutionCode.ModelMissing : ReexecutionCode.ModelMismatch;
            fault = new ReexecutionResult(code, $"{place}: {exception.Subject}: {exception.Message}");
            return null;
        }
    }

    private static OpenedModel? OpenSources(string place, ModelStatement wanted, ref ReexecutionResult fault)
    {
        foreach (string path in Candidates(place))
        {
            try
            {
                ModelSource source = ModelSource.Read(path, IsUnnamed(path, place) ? wanted.Name : null);
                if (source.Name == wanted.Name && OpenSource(source, IsMeant(path, place, wanted.Name), wanted, ref fault) is { } model)
                    return model;
            }
            catch (InvalidInputException exception) when (Path.GetFileName(path).StartsWith(wanted.Name, StringComparison.Ordinal))
            {
                fault = new ReexecutionResult(ReexecutionCode.ModelMismatch, ModelSource.Explain(path, exception));
            }
            catch (InvalidInputException)
            {
                // Another model, which does not concern this receipt.
            }
        }

        return null;
    }

    private static OpenedModel? OpenSource(ModelSource source, bool isMeant, ModelStatement wanted, ref ReexecutionResult fault)
    {
        (ModelManifest manifest, OpenedModel model) = ModelFiles.Open(source);
        if (manifest.Id == wanted.Id)
            return Check(model, wanted, ref fault);
        model.Dispose();
        if (manifest.Program == wanted.Program)
        {
            fault = new ReexecutionResult(
                ReexecutionCode.ModelMissing, $"{source.FilePath} is the receipt's Program under another name, description or licence: name the folder with its model.json.");
        }
        else if (isMeant)
        {
            fault = new ReexecutionResult(
                ReexecutionCode.ModelMismatch, $"{source.FilePath} (SHA-256 {manifest.Files[0].Sha256}) makes model {manifest.Id}; the receipt names {wanted.Id}.");
        }

        return null;
    }

    private static OpenedModel? Check(OpenedModel model, ModelStatement wanted, ref ReexecutionResult fault)
    {
        ProgramId compiled = model.Program.Id;
        if (compiled == wanted.Program)
            return model;
        model.Dispose();
        fault = new ReexecutionResult(ReexecutionCode.ProgramMismatch, $"The files compile to Program {compiled}; the receipt names {wanted.Program}.");
        return null;
    }

    private static IEnumerable<string> Candidates(string place)
    {
        if (File.Exists(place))
            return [place];
        if (!Directory.Exists(place))
            return [];
        return HasDescription(place) || ModelFile.IsModelFolder(place) ? [place] : ModelSource.FindAll(place);
    }

    /// <summary>Whether what a model is called is the receipt's to say: a file has no name of its own, nor has a folder that a person names and that says none.</summary>
    private static bool IsUnnamed(string path, string place) => File.Exists(path) || (path == place && !HasDescription(path));

    /// <summary>Whether a file claims to be the model, by a name or because a person points at it. Any other file of a folder that makes something else is just another model.</summary>
    private static bool IsMeant(string path, string place, string name) =>
        path == place || !IsUnnamed(path, place) || Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal);

    private static bool HasDescription(string folder) => File.Exists(Path.Combine(folder, "model.json"));
}
