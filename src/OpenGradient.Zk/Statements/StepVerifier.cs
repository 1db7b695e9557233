using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Sumcheck;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements;

/// <summary>From claims about what a step makes to claims about what it reads; proof-1 section 9.</summary>
internal static class StepVerifier
{
    public static void Verify<TExtension>(ref ProofReader reader, Circuit circuit, CircuitStep step, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        if (claims.About(step.Output).Count > 0)
            Descend(ref reader, circuit, step, TakeClaim(ref reader, circuit, step, claims.About(step.Output)), claims);
        if (step is ScaleStep scaling)
            VerifyScale(ref reader, circuit, scaling, claims);
        else if (step is LimitStep limit)
            VerifyLimit(ref reader, circuit, limit, claims);
    }

    /// <summary>Whether a claim about the step's output may have vectors over several axes.</summary>
    public static bool TakesGroups(CircuitStep step) => step is ReshapeStep or ScaleStep;

    /// <summary>The only claim if it has the form that the step asks for; otherwise all of them as one, at a point.</summary>
    private static Claim<TExtension> TakeClaim<TExtension>(ref ProofReader reader, Circuit circuit, CircuitStep step, IReadOnlyList<Claim<TExtension>> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        ImmutableArray<long> shape = circuit.Values[step.Output].Shape;
        Claim<TExtension> only = claims[0];
        if (claims.Count == 1 && (TakesGroups(step) || only.TrySplit(shape.Length, out only)))
            return only;
        TExtension gamma = reader.Transcript.Challenge<TExtension>();
        (TExtension sum, TExtension power) = (TExtension.Zero, TExtension.One);
        foreach (Claim<TExtension> claim in claims)
            (sum, power) = (sum + (power * claim.Sum), power * gamma);
        (TExtension[] point, TExtension last) = SumcheckVerifier.Verify(ref reader, sum, new TensorShape(shape.AsSpan()).VariableCount, degree: 2);
        TExtension value = reader.ReadOne<TExtension>(MessageLabel.MergedValue);
        (TExtension weight, power) = (TExtension.Zero, TExtension.One);
        foreach (Claim<TExtension> claim in claims)
            (weight, power) = (weight + (power * claim.WeightAt(point, shape)), power * gamma);
        reader.RequireEqual(value * weight, last, ProofFault.ClaimsDiffer);
        return Claim<TExtension>.AtPoint(shape, point, value);
    }

    private static void Descend<TExtension>(ref ProofReader reader, Circuit circuit, CircuitStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        switch (step)
        {
            case ReshapeStep reshape:
                claims.Add(ref reader, reshape.X, AxisGroups.Undo(claim, circuit.Values[reshape.X].Shape, circuit.Values[reshape.Output].Shape));
                break;
            case TransposeStep transpose:
                claims.Add(ref reader, transpose.X, AxisGroups.Undo(claim, transpose.Order));
                break;
            case TapStep tap:
                claims.Add(ref reader, tap.X, WindowWeights.BehindTap(tap, claim));
                break;
            case SumStep sum:
                VerifySum(ref reader, circuit, sum, claim, claims);
                break;
            case LinearStep linear:
                VerifyLinear(ref reader, circuit, linear, claim, claims);
                break;
            case ConvStep conv:
                VerifyConv(ref reader, circuit, conv, claim, claims);
                break;
            case ScaleStep scale:
                VerifyLimbs(ref reader, scale.QuotientLimbs, claim, claims);
                break;
        }
    }

    private static void VerifySum<TExtension>(ref ProofReader reader, Circuit circuit, SumStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        Claim<TExtension> left = claim.BehindBroadcast(circuit.Values[step.Left].Shape);
        Claim<TExtension> right = claim.BehindBroadcast(circuit.Values[step.Right].Shape);
        TExtension leftSum = circuit.Values[step.Left].Role == ValueRole.Public
            ? left.Weigh(claims.ElementsOf(step.Left))
            : reader.ReadOne<TExtension>(MessageLabel.SumValue);
        claims.Add(ref reader, step.Left, left with { Sum = leftSum });
        claims.Add(ref reader, step.Right, right with { Sum = step.IsDifference ? leftSum - claim.Sum : claim.Sum - leftSum });
    }

    private static void VerifyConv<TExtension>(ref ProofReader reader, Circuit circuit, ConvStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension sum = claim.Sum;
        if (step.Bias >= 0)
            sum -= new Claim<TExtension>(claim.Weight.SetItem(1, new(1, [TExtension.One])), sum).WeighOnes() * new Claim<TExtension>([claim.Weight[1]], sum).Weigh(claims.ElementsOf(step.Bias));
        TensorShape axes = new(WindowWeights.SumAxes(step, circuit.Values[step.Weights].Shape).AsSpan());
        (TExtension[] point, TExtension last) = SumcheckVerifier.Verify(ref reader, sum, axes.VariableCount, degree: 2);
        TExtension[] sent = reader.Read<TExtension>(MessageLabel.ConvValues, 2);
        reader.RequireEqual(sent[0] * sent[1], last, ProofFault.SumDiffers);
        var at = Claim<TExtension>.AtPoint(axes.CellCounts, point, TExtension.Zero);
        claims.Add(ref reader, step.X, new(WindowWeights.OfInput(step, claim, at), sent[0]));
        claims.Add(ref reader, step.Weights, new(WindowWeights.OfWeights(step, claim, at), sent[1]));
    }

    private static void VerifyLinear<TExtension>(ref ProofReader reader, Circuit circuit, LinearStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension sum = claim.Sum;
        if (step.Bias >= 0)
            sum -= claim.WeighBroadcast(circuit.Values[step.Bias].Shape, claims.ElementsOf(step.Bias));
        long depth = circuit.Values[step.X].Shape[^1];
        (TExtension[] point, TExtension last) = SumcheckVerifier.Verify(ref reader, sum, TensorShape.LogOf(depth), degree: 2);
        TExtension[] sent = reader.Read<TExtension>(MessageLabel.LinearValues, 2);
        reader.RequireEqual(sent[0] * sent[1], last, ProofFault.SumDiffers);
        WeightFactor<TExtension> along = Claim<TExtension>.AtPoint([depth], point, TExtension.Zero).Weight[0];
        claims.Add(ref reader, step.X, new([.. claim.Weight[..^1], along], sent[0]));
        claims.Add(ref reader, step.Weights, new([claim.Weight[^1], along], sent[1]));
    }

    /// <summary>y + 2^(b-1) in limbs: a claim about y is one about each limb.</summary>
    private static void VerifyLimbs<TExtension>(ref ProofReader reader, Limbs limbs, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] sent = reader.Read<TExtension>(MessageLabel.LimbValues, limbs.Columns.Length);
        TExtension offset = claim.WeighOnes() * Goldilocks.From(1UL << (limbs.BitCount - 1));
        reader.RequireEqual(Joined(sent), claim.Sum + offset, ProofFault.EquationDiffers);
        AddLimbs(limbs, sent, claim, claims);
    }

    private static void VerifyScale<TExtension>(ref ProofReader reader, Circuit circuit, ScaleStep step, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        ImmutableArray<long> shape = circuit.Values[step.X].Shape;
        TExtension[] point = reader.Transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount);
        var at = Claim<TExtension>.AtPoint(shape, point, TExtension.Zero);
        TExtension[] quotient = reader.Read<TExtension>(MessageLabel.ScaleValues, step.Table > 0 ? 1 : step.QuotientLimbs.Columns.Length);
        TExtension[] remainder = reader.Read<TExtension>(MessageLabel.ScaleValues, step.Remainder.Columns.Length);
        TExtension q = Joined(quotient);
        if (step.Table > 0)
            claims.AddColumn(step.Quotient, at with { Sum = q });
        else
            q -= at.WeighOnes() * Goldilocks.From(1UL << (step.QuotientLimbs.BitCount - 1));
        AddLimbs(step.QuotientLimbs, quotient, at, claims);
        AddLimbs(step.Remainder, remainder, at, claims);
        TExtension scaled = (q * Goldilocks.From(1UL << step.Shift)) + Joined(remainder) - (at.WeighOnes() * Goldilocks.From(1UL << (step.Shift - 1)));
        AddScaled(ref reader, step, claims, at, scaled);
    }

    /// <summary>That Σ eq(z, x) x · M has this value: a claim about x alone.</summary>
    private static void AddScaled<TExtension>(ref ProofReader reader, ScaleStep step, VerifierClaims<TExtension> claims, Claim<TExtension> at, TExtension scaled)
        where TExtension : struct, IExtension<TExtension>
    {
        long[] factors = claims.ElementsOf(step.Factors);
        if (step.Axis >= 0)
        {
            TExtension[] cells = [.. at.Weight[step.Axis].Cells.Select((cell, index) => cell * Goldilocks.From(factors[index]))];
            claims.Add(ref reader, step.X, new(at.Weight.SetItem(step.Axis, new(1, cells)), scaled));
        }
        else if (factors[0] == 0)
            reader.RequireEqual(scaled, TExtension.Zero, ProofFault.EquationDiffers);
        else
            claims.Add(ref reader, step.X, at with { Sum = scaled * Goldilocks.From(factors[0]).Inverse() });
    }

    private static void VerifyLimit<TExtension>(ref ProofReader reader, Circuit circuit, LimitStep step, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        ImmutableArray<long> shape = circuit.Values[step.X].Shape;
        TExtension[] z = reader.Transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount);
        (TExtension[] point, TExtension last) = SumcheckVerifier.Verify(ref reader, TExtension.Zero, z.Length, degree: 3);
        bool isKnown = circuit.PublicConstants[step.Bound] is not null;
        TExtension[] sent = reader.Read<TExtension>(MessageLabel.LimitValues, isKnown ? 2 : 3);
        TExtension[] difference = reader.Read<TExtension>(MessageLabel.LimitValues, step.Difference.Columns.Length);
        (TExtension x, TExtension y) = (sent[0], sent[1]);
        var at = Claim<TExtension>.AtPoint(shape, point, TExtension.Zero);
        TExtension c = !isKnown ? sent[2] : at.WeighBroadcast(circuit.Values[step.Bound].Shape, claims.ElementsOf(step.Bound));
        reader.RequireEqual(EqualityPolynomial.At<TExtension>(z, point) * (x - y) * (c - y), last, ProofFault.SumDiffers);
        TExtension signed = step.IsMax ? y + y - x - c : x + c - y - y;
        reader.RequireEqual(Joined(difference), signed, ProofFault.EquationDiffers);
        claims.Add(ref reader, step.X, at with { Sum = x });
        claims.AddColumn(circuit.Values[step.Output].Column, at with { Sum = y });
        if (!isKnown)
            claims.Add(ref reader, step.Bound, at with { Sum = c });
        AddLimbs(step.Difference, difference, at, claims);
    }

    private static void AddLimbs<TExtension>(Limbs limbs, TExtension[] values, Claim<TExtension> at, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        for (int limb = 0; limb < limbs.Columns.Length; limb++)
            claims.AddColumn(limbs.Columns[limb], at with { Sum = values[limb] });
    }

    /// <summary>Σ 2^(16 i) limb i.</summary>
    private static TExtension Joined<TExtension>(TExtension[] limbs)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension sum = TExtension.Zero;
        for (int limb = limbs.Length - 1; limb >= 0; limb--)
            sum = (sum * Goldilocks.From(1UL << Limbs.LimbBits)) + limbs[limb];
        return sum;
    }
}
