using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Hiding;

/// <summary>A known number, plus multiples of unknowns that only the prover knows; proof-1 section 14.</summary>
/// <remarks>
/// What a number read from a padded proof is to a verifier. Where it is known it is a number of <typeparamref name="TExtension"/>; challenges and what is public always are. So
/// one verifier serves proofs that hide and proofs that do not, and there is no check that only one of them has.
/// </remarks>
internal readonly struct Affine<TExtension> : IExtension<Affine<TExtension>>
    where TExtension : struct, IExtension<TExtension>
{
    private Affine(TExtension known, LinearForm<TExtension>? unknown) => (Known, Form) = (known, unknown);

    public static int Degree => TExtension.Degree;

    public static ReadOnlySpan<byte> Profile => TExtension.Profile;

    public static int SoundnessBits => TExtension.SoundnessBits;

    /// <summary>The known part.</summary>
    public TExtension Known { get; }

    /// <summary>The rest; null where there is none.</summary>
    public LinearForm<TExtension>? Form { get; }

    public Goldilocks this[int index] => Known[index];

    public static Affine<TExtension> From(Goldilocks element) => new(TExtension.From(element), null);

    public static Affine<TExtension> From(ReadOnlySpan<Goldilocks> coefficients) => new(TExtension.From(coefficients), null);

    public static Affine<TExtension> From(TExtension known, LinearForm<TExtension> unknown) => new(known, unknown);

    /// <summary>What was sent, less its pad.</summary>
    public static Affine<TExtension> Receive(Affine<TExtension> sent, MessagePads? pads) => pads is PadEquations<TExtension> equations ? equations.Receive(sent.Known) : sent;

    /// <summary>Takes the equation down if there is an unknown in it; otherwise says whether it holds.</summary>
    public static bool RequireEqual(Affine<TExtension> left, Affine<TExtension> right)
    {
        Affine<TExtension> difference = left - right;
        difference.Form?.Equations.Add(difference);
        return difference.Form is not null || difference.Known == TExtension.Zero;
    }

    public static Affine<TExtension> operator +(Affine<TExtension> left, Affine<TExtension> right) => Add(left, right, TExtension.One);

    public static Affine<TExtension> operator -(Affine<TExtension> left, Affine<TExtension> right) => Add(left, right, TExtension.Zero - TExtension.One);

    public static Affine<TExtension> operator *(Affine<TExtension> left, Affine<TExtension> right)
    {
        TExtension known = left.Known * right.Known;
        if (left.Form is null)
            return new(known, right.Form?.Scale(left.Known));
        if (right.Form is null)
            return new(known, left.Form.Scale(right.Known));
        LinearForm<TExtension> mixed = LinearForm<TExtension>.Add(left.Form.Scale(right.Known), right.Form, left.Known);
        return new(known, LinearForm<TExtension>.Add(mixed, LinearForm<TExtension>.Multiply(left.Form, right.Form), TExtension.One));
    }

    public static Affine<TExtension> operator *(Affine<TExtension> left, Goldilocks right) => new(left.Known * right, left.Form?.Scale(TExtension.From(right)));

    public static bool operator ==(Affine<TExtension> left, Affine<TExtension> right) => left.Known == right.Known && left.Form == right.Form;

    public static bool operator !=(Affine<TExtension> left, Affine<TExtension> right) => !(left == right);

    /// <summary>Of a known number only: no rule divides by what a prover sent.</summary>
    public Affine<TExtension> Inverse() => Form is null ? new(Known.Inverse(), null) : throw new System.Diagnostics.UnreachableException();

    public bool Equals(Affine<TExtension> other) => this == other;

    public override bool Equals(object? obj) => obj is Affine<TExtension> other && this == other;

    public override int GetHashCode() => HashCode.Combine(Known, Form);

    private static Affine<TExtension> Add(Affine<TExtension> left, Affine<TExtension> right, TExtension factor)
    {
        TExtension known = left.Known + (factor * right.Known);
        if (right.Form is null)
            return new(known, left.Form);
        return new(known, left.Form is null ? right.Form.Scale(factor) : LinearForm<TExtension>.Add(left.Form, right.Form, factor));
    }
}
