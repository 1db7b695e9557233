using System.Collections.Immutable;
using OpenGradient.Gateway;
using OpenGradient.Models;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Disputes;

/// <summary>The inputs of the inference that a simulated dispute is about.</summary>
internal static class DisputedModel
{
    /// <summary>From a request file, or from what a user asks a language model.</summary>
    /// <exception cref="InvalidInputException">Neither or both are given, or they do not fit the model.</exception>
    public static ImmutableArray<Tensor> Inputs(OpenedModel model, byte[]? request, string? prompt)
    {
        if ((request is null) == (prompt is null))
            throw new InvalidInputException(InvalidInputKind.Invalid, "dispute", "Give either a prompt (for a language model) or --input FILE.");
        return request is not null ? [.. TensorRequest.Read(request, model.Program)] : [Tokens(model, prompt!)];
    }

    private static Tensor Tokens(OpenedModel model, string prompt)
    {
        if (model.Tokenizer is not { } tokenizer)
            throw new InvalidInputException(InvalidInputKind.Invalid, "prompt", "The model is no language model: give its inputs with --input FILE.");
        JsonValue message = JsonValue.Object(("role", JsonValue.String("user")), ("content", JsonValue.String(prompt)));
        int[] tokens = [.. model.ChatTemplate is { } template ? tokenizer.Encode(template.Render(new ChatPrompt([message]))) : tokenizer.Encode(prompt)];
        return Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens);
    }
}
