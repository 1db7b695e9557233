using System.Collections.Immutable;

namespace OpenGradient.Models.Decoders;

/// <summary>Adds linear maps to a Program.</summary>
/// <remarks>Weights in blocks are multiplied as they are stored, with rows that are brought to 8 bits once for all that read them.</remarks>
internal sealed class LinearSteps(TokenProgramBuilder builder)
{
    private readonly Dictionary<int, int> _quantized = []; // from a value to the first of the two that QuantizeBlocks makes of it

    /// <summary>Multiplies the rows of a value; returns the value of the products.</summary>
    public int Add(int x, StoredTensor weights, int? bias)
    {
        ImmutableArray<int> own = bias is int b ? [builder.Constant(weights), b] : [builder.Constant(weights)];
        return weights.IsBlocked
            ? builder.Add("QuantizedLinear", [.. Quantized(x), .. own])
            : builder.Add("Linear", [x, .. own]);
    }

    /// <summary>The two values of rows brought to 8 bits.</summary>
    public ImmutableArray<int> Quantized(int x)
    {
        if (!_quantized.TryGetValue(x, out int q))
            _quantized.Add(x, q = builder.Add("QuantizeBlocks", [x], outputCount: 2, isTraced: false));
        return [q, q + 1];
    }
}
