using System.Runtime.CompilerServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>Σ e(i) [p_0 q_1 + q_0 p_1] over i below half, each of the four a line in X, at X = 0, 1 and 2.</summary>
/// <param name="p">p_0, and p_1 from <paramref name="distance"/> on.</param>
/// <param name="q">q_0 and q_1, likewise.</param>
/// <param name="distance">Between the tables of one array.</param>
/// <param name="weights">e(i) at half + i.</param>
/// <param name="half">Half of the values that each table has.</param>
internal struct FractionRoundKernel(QuadraticExtension[] p, QuadraticExtension[] q, int distance, QuadraticExtension[] weights, int half) : ILaneKernel<FractionRoundKernel>
{
    public QuadraticExtension At0 { get; private set; }

    public QuadraticExtension At1 { get; private set; }

    public QuadraticExtension At2 { get; private set; }

    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ExtensionLanes<TLanes> at0 = default;
        ExtensionLanes<TLanes> at1 = default;
        ExtensionLanes<TLanes> at2 = default;
        for (int index = first; index < end; index += TLanes.Count)
        {
            var weight = ExtensionLanes<TLanes>.Load(weights, half + index);
            (ExtensionLanes<TLanes> p0Low, ExtensionLanes<TLanes> p0High) = Line<TLanes>(p, index);
            (ExtensionLanes<TLanes> p1Low, ExtensionLanes<TLanes> p1High) = Line<TLanes>(p, index + distance);
            (ExtensionLanes<TLanes> q0Low, ExtensionLanes<TLanes> q0High) = Line<TLanes>(q, index);
            (ExtensionLanes<TLanes> q1Low, ExtensionLanes<TLanes> q1High) = Line<TLanes>(q, index + distance);
            at0 += weight * ((p0Low * q1Low) + (q0Low * p1Low));
            at1 += weight * ((p0High * q1High) + (q0High * p1High));
            at2 += weight * ((At2Of(p0Low, p0High) * At2Of(q1Low, q1High)) + (At2Of(q0Low, q0High) * At2Of(p1Low, p1High)));
        }

        (At0, At1, At2) = (At0 + at0.Sum(), At1 + at1.Sum(), At2 + at2.Sum());
    }

    public void Join(in FractionRoundKernel part) => (At0, At1, At2) = (At0 + part.At0, At1 + part.At1, At2 + part.At2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly (ExtensionLanes<TLanes> Low, ExtensionLanes<TLanes> High) Line<TLanes>(QuadraticExtension[] values, int index)
        where TLanes : struct, IFieldLanes<TLanes> => (ExtensionLanes<TLanes>.Load(values, index), ExtensionLanes<TLanes>.Load(values, index + half));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ExtensionLanes<TLanes> At2Of<TLanes>(ExtensionLanes<TLanes> low, ExtensionLanes<TLanes> high)
        where TLanes : struct, IFieldLanes<TLanes> => high + high - low;
}
