namespace OpenGradient.Kernels;

/// <summary>What distinguishes encodings once their weights lie in panels.</summary>
/// <param name="Scales">Which integer scales there are.</param>
/// <param name="HasZero">Whether weights lie with something added to them, which the sums start without: <see cref="RowTiles"/>.</param>
/// <param name="HasOffsets">Whether there are offsets.</param>
internal readonly record struct PanelDotForm(PanelScales Scales, bool HasZero, bool HasOffsets)
{
    /// <summary>Whether both halves share their offset; then it stays in registers, which scales of halves would need.</summary>
    public bool HasOneOffset => HasOffsets && Scales != PanelScales.Halves;

    /// <summary>That of an encoding.</summary>
    public static PanelDotForm Of<TEncoding>()
        where TEncoding : struct, IPanelEncoding => new(TEncoding.Scales, TEncoding.Zero != 0, TEncoding.HasOffsets);
}
