using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx;

/// <summary>Opens ONNX models.</summary>
internal static class OnnxModelReader
{
    /// <summary>Reads the file, and the external data in its folder.</summary>
    /// <exception cref="InvalidInputException">The file is truncated or hostile, or uses what this version does not have.</exception>
    public static OpenedModel Open(string path)
    {
        if (new FileInfo(path).Length > Array.MaxLength)
            throw new InvalidInputException(InvalidInputKind.TooLarge, Path.GetFileName(path), "An ONNX file is at most 2 GB; larger weights belong in external data.");
        var external = new ExternalData(Path.GetDirectoryName(Path.GetFullPath(path)));
        OpenedModel model = Read(File.ReadAllBytes(path), external);
        return new OpenedModel(model.Format, model.Program, model.Constants, owner: null) { Files = [Path.GetFileName(path), .. external.Files] };
    }

    /// <summary>Compiles a model from memory.</summary>
    /// <exception cref="InvalidInputException">As <see cref="Open"/>.</exception>
    public static OpenedModel Read(ReadOnlyMemory<byte> file, ExternalData external)
    {
        (Program program, IConstantSource constants) = new GraphCompiler(OnnxModel.Read(file), external).Compile();
        if (!ProgramValidator.TryValidate(program, out string? problem))
            throw new InvalidInputException(InvalidInputKind.Invalid, ModelFile.WholeFile, problem);
        return new OpenedModel("onnx", program, constants, owner: null);
    }
}
