using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>eq(r, x) as a factor of a sumcheck's polynomial, kept out of the tables.</summary>
/// <remarks>
/// eq is a product over variables: what is bound is a number before the sum, the variable of the round a line before it, and only the free ones are a table; so each round
/// sums a polynomial of one degree less (Gruen, ePrint 2024/108, section 3).
/// </remarks>
/// <param name="r">n coordinates.</param>
/// <param name="room">To be overwritten, 2^n numbers and at least two; or null.</param>
/// <param name="cancellation">Is looked at while the tables are made.</param>
internal sealed class EqualityRounds(QuadraticExtension[] r, QuadraticExtension[]? room = null, CancellationToken cancellation = default)
{
    private QuadraticExtension _bound = QuadraticExtension.From(Goldilocks.One);
    private int _round;

    /// <summary>The tables of the variables that follow the one of the round: 2^m values from place 2^m on, for every m.</summary>
    public QuadraticExtension[] Weights { get; } = room is null ? EqualityTables.OfSuffixes(r, cancellation) : EqualityTables.OfSuffixes(r, room, cancellation);

    /// <summary>The round's values at 0, 2 and 3, from the sums of the rest, of degree 2, at 0, 1 and 2.</summary>
    public void Finish(Span<QuadraticExtension> values, QuadraticExtension at0, QuadraticExtension at1, QuadraticExtension at2)
    {
        QuadraticExtension rise = at2 - at1;
        QuadraticExtension at3 = at0 + rise + rise + rise; // the third difference of a polynomial of degree 2 is 0
        QuadraticExtension line = QuadraticExtension.From(Goldilocks.One) - r[_round];
        QuadraticExtension slope = r[_round] - line;
        values[0] = _bound * line * at0;
        values[1] = _bound * (line + slope + slope) * at2;
        values[2] = _bound * (line + slope + slope + slope) * at3;
    }

    public void Bind(QuadraticExtension challenge)
    {
        QuadraticExtension line = QuadraticExtension.From(Goldilocks.One) - r[_round];
        _bound *= line + (challenge * (r[_round] - line));
        _round++;
    }
}
