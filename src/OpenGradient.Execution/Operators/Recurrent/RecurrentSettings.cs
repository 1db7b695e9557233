using System.Globalization;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>The attributes that recurrent layers share.</summary>
/// <param name="Activations">For each direction, as many as the layer has.</param>
/// <param name="Clip">What goes into an activation is brought into [-Clip, Clip]; null for no bound.</param>
internal sealed record RecurrentSettings(RecurrentActivation[][] Activations, float? Clip)
{
    /// <summary>Reads <c>activations</c>, <c>activation_alpha</c>, <c>activation_beta</c> and <c>clip</c>.</summary>
    /// <param name="binding">The step.</param>
    /// <param name="directionCount">1 or 2.</param>
    /// <param name="usual">The activations of one direction if none are given.</param>
    public static RecurrentSettings Read(StepBinding binding, int directionCount, params string[] usual)
    {
        StepAttributes attributes = binding.Attributes;
        string text = attributes.Name("activations", string.Join(',', Enumerable.Repeat(usual, directionCount).SelectMany(static names => names)));
        string[] names = text.Split(',');
        if (names.Length != usual.Length * directionCount)
            throw attributes.Malformed("activations", text, $"{usual.Length * directionCount} names");
        float?[] alphas = Numbers(attributes, "activation_alpha", names.Length);
        float?[] betas = Numbers(attributes, "activation_beta", names.Length);
        var activations = new RecurrentActivation[directionCount][];
        for (int direction = 0; direction < directionCount; direction++)
        {
            activations[direction] = new RecurrentActivation[usual.Length];
            for (int place = 0; place < usual.Length; place++)
            {
                int at = (direction * usual.Length) + place;
                RecurrentActivation activation = RecurrentActivation.Find(names[at]) ?? throw attributes.Malformed("activations", text, "names of activations");
                activations[direction][place] = activation with { Alpha = alphas[at] ?? activation.Alpha, Beta = betas[at] ?? activation.Beta };
            }
        }

        float clip = attributes.Float("clip", float.PositiveInfinity);
        if (!(clip >= 0f))
            throw binding.Error($"the bound {clip} cannot be");
        return new RecurrentSettings(activations, float.IsPositiveInfinity(clip) ? null : clip);
    }

    /// <summary>x becomes f(x) by activation <paramref name="place"/> of the direction, within the bound.</summary>
    public void Apply(int direction, int place, Span<float> x, Span<float> scratch)
    {
        if (Clip is { } bound)
            Kernels.Elementwise.Map(new Clip(-bound, bound), x, x);
        Activations[direction][place].Apply(x, scratch);
    }

    /// <summary>A list of bits of binary32 numbers, an empty place where the usual number stands.</summary>
    private static float?[] Numbers(StepAttributes attributes, string name, int count)
    {
        string text = attributes.Name(name, new string(',', count - 1));
        string[] parts = text.Split(',');
        return parts.Length == count
            ? Array.ConvertAll<string, float?>(parts, part => part.Length == 0 ? null : Number(part) ?? throw attributes.Malformed(name, text, "numbers by their bits"))
            : throw attributes.Malformed(name, text, $"{count} numbers");
    }

    private static float? Number(string text) =>
        text.Length == 10 && text.StartsWith("0x", StringComparison.Ordinal) && uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint bits)
            ? BitConverter.UInt32BitsToSingle(bits)
            : null;
}
