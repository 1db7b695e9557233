using System.Collections.Immutable;
using OpenGradient.Models.Files;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx;

/// <summary>Opens ONNX models.</summary>
internal static class OnnxModelReader
{
    /// <summary>Reads the file, and the external data in its folder or where <paramref name="stored"/> says.</summary>
    /// <exception cref="InvalidInputException">The file is truncated or hostile, or uses what this version does not have.</exception>
    public static OpenedModel Open(string path, IReadOnlyDictionary<string, string>? stored)
    {
        var external = new ExternalData(Path.GetDirectoryName(Path.GetFullPath(path)), stored);
        try
        {
            OpenedModel model = Read(Whole(external.MapModel(path), path), external);
            return new OpenedModel(model.Format, model.Program, model.Constants, external) { Origins = model.Origins, Files = [Path.GetFileName(path), .. external.Files] };
        }
        catch
        {
            external.Dispose();
            throw;
        }
    }

    /// <summary>The files with external data that the model names.</summary>
    /// <exception cref="InvalidInputException">The file is no ONNX model, or a name would lead out of its folder.</exception>
    public static ImmutableArray<string> DataFiles(string path)
    {
        using MappedFile file = MappedFile.Open(path);
        ImmutableArray<string> locations = ExternalFiles.Of(OnnxModel.Read(Whole(file, path)));
        return locations.FirstOrDefault(static location => !ExternalData.IsPlain(location)) is { } outside
            ? throw new InvalidInputException(InvalidInputKind.Invalid, ModelFile.WholeFile, $"The model keeps data in '{NodeNames.Shorten(outside)}', which is not a file in its folder.")
            : locations;
    }

    private static ReadOnlyMemory<byte> Whole(MappedFile file, string path) => file.LengthBytes <= Array.MaxLength
        ? file.Slice(0, (int)file.LengthBytes)
        : throw new InvalidInputException(InvalidInputKind.TooLarge, Path.GetFileName(path), "An ONNX file is at most 2 GB; larger weights belong in external data.");

    /// <summary>Compiles a model from memory.</summary>
    /// <exception cref="InvalidInputException">As <see cref="Open"/>.</exception>
    public static OpenedModel Read(ReadOnlyMemory<byte> file, ExternalData external)
    {
        var compiler = new GraphCompiler(OnnxModel.Read(file), external);
        (Program program, IConstantSource constants) = compiler.Compile();
        if (!ProgramValidator.TryValidate(program, out string? problem))
            throw new InvalidInputException(InvalidInputKind.Invalid, ModelFile.WholeFile, problem);
        return new OpenedModel("onnx", program, constants, owner: null) { Origins = compiler.Origins };
    }
}
