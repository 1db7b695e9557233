using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Gateway;

/// <summary>One output of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tensor">Its value.</param>
/// <param name="IsBinary">Whether its elements follow the JSON as bytes.</param>
internal readonly record struct InferOutput(string Name, Tensor Tensor, bool IsBinary)
{
    /// <summary>Picks what the request asks for out of what the run gave.</summary>
    /// <exception cref="InvalidInputException">It asks for what the model does not have, or for JSON of what JSON cannot hold.</exception>
    public static InferOutput[] Select(InferRequest request, ImmutableArray<(string Name, Tensor Tensor)> outputs)
    {
        InferOutput[] selected = request.Outputs.IsEmpty
            ? [.. outputs.Select(output => new InferOutput(output.Name, output.Tensor, request.IsBinaryByDefault))]
            : [.. request.Outputs.Select(wanted => new InferOutput(wanted.Name, outputs.First(output => output.Name == wanted.Name).Tensor, wanted.IsBinary ?? request.IsBinaryByDefault))];
        foreach (InferOutput output in selected)
            output.RequireWritable();
        return selected;
    }

    /// <summary>Refuses names that the model does not have; before the run, so that a slip costs nothing.</summary>
    public static void RequireKnown(InferRequest request, IReadOnlyList<string> outputs)
    {
        for (int index = 0; index < request.Outputs.Length; index++)
        {
            string name = request.Outputs[index].Name;
            if (!outputs.Contains(name))
            {
                throw new InvalidInputException(
                    InvalidInputKind.Invalid,
                    $"outputs[{index}].name",
                    $"The model has no output '{Text.Shorten(name)}': it gives {string.Join(", ", outputs.Select(static output => $"'{output}'"))}.");
            }
        }
    }

    private void RequireWritable()
    {
        if (!OpenInferenceTypes.IsKnown(Tensor.Type))
            throw new InvalidInputException(InvalidInputKind.Unsupported, $"outputs '{Name}'", $"The output is of type {Tensor.Type.CanonicalName()}, for which the Open Inference Protocol has no name.");
        if (IsBinary)
            return;
        int position = TensorCheck.FindNotFinite(Tensor.Type, Tensor.Bytes);
        if (position >= 0)
            throw new InvalidInputException(InvalidInputKind.Invalid, $"outputs '{Name}'[{position}]", "The model gave NaN or infinity, which JSON cannot hold: ask for binary data.");
    }
}
