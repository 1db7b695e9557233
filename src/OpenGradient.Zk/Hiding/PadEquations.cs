using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Hiding;

/// <summary>The unknowns of a padded proof, and what must hold for them; proof-1 section 14.</summary>
/// <remarks>Which unknowns come up, and in which order, follows from the statement alone. Does not establish: that any equation holds; that is <see cref="TableauVerifier"/>'s.</remarks>
internal sealed class PadEquations<TExtension> : MessagePads
    where TExtension : struct, IExtension<TExtension>
{
    private readonly List<Unknown> _unknowns = [];
    private readonly List<Affine<TExtension>> _equations = [];

    /// <summary>In the order in which they came up.</summary>
    public IReadOnlyList<Unknown> Unknowns => _unknowns;

    /// <summary>Each is to be 0.</summary>
    public IReadOnlyList<Affine<TExtension>> Equations => _equations;

    public int PadCount { get; private set; }

    public int ProductCount => _unknowns.Count - PadCount;

    /// <summary>A number that was sent with a pad.</summary>
    public Affine<TExtension> Receive(TExtension sent)
    {
        _unknowns.Add(new(PadCount++, Left: -1, Right: -1));
        return Affine<TExtension>.From(sent, new(this, [_unknowns.Count - 1], [TExtension.Zero - TExtension.One]));
    }

    /// <summary>Introduces the product of two unknowns.</summary>
    public int AddProduct(int left, int right)
    {
        _unknowns.Add(new(ProductCount, left, right));
        return _unknowns.Count - 1;
    }

    public void Add(Affine<TExtension> equation) => _equations.Add(equation);
}
