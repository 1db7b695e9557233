using OpenGradient.Models.Compilation;

namespace OpenGradient.Models.Onnx.Fusion;

/// <summary>Attention whose heads are taken out of the last dimension before, and put back into it afterwards, reads and writes them there.</summary>
internal static class HeadsFusion
{
    /// <summary>The one step without the moves around it; null if the reshape is another one.</summary>
    public static DraftValue? TryFuse(ProgramDraft draft, DraftStep reshape)
    {
        if (Match.Step(reshape.Inputs[0], "Transpose") is not { } turn || Match.List(turn, "perm") is not [0, 2, 1, 3] || Match.Step(turn.Inputs[0], "Attention") is not { } attention)
            return null;
        if (attention.Attributes.ContainsKey("heads") || Split(attention.Inputs[0]) is not { } q || Split(attention.Inputs[1]) is not { } k || Split(attention.Inputs[2]) is not { } v)
            return null;
        bool isJoined = reshape.Attributes.IsEmpty && Match.Integers(Match.Input(reshape, 1)) is [0, 0, { } width] && (width == -1 || (v.HeadDim > 0 && width == q.Heads * v.HeadDim));
        if (!isJoined || k.Heads != v.Heads)
            return null;
        Settings settings = new Settings().Copy(attention.Attributes).Integer("heads", q.Heads).Integer("kvHeads", k.Heads);
        return draft.AddStep("Attention", 1, settings, [q.X, k.X, v.X, .. attention.Inputs[3..]]).Outputs[0];
    }

    /// <summary>x [batch, rows, heads · headDim], of which a value is the heads [batch, heads, rows, headDim].</summary>
    private static (DraftValue X, long Heads, long HeadDim)? Split(DraftValue? value)
    {
        if (Match.Step(value, "Transpose") is not { } turn || Match.List(turn, "perm") is not [0, 2, 1, 3])
            return null;
        if (Match.Step(turn.Inputs[0], "Reshape") is not { Attributes.IsEmpty: true } reshape || Match.Integers(Match.Input(reshape, 1)) is not [0, 0, > 0 and { } heads, { } headDim])
            return null;

        // Only a value of three dimensions keeps its rows where they are.
        return reshape.Inputs[0] is { } x && x.Facts.Rank == 3 ? (x, heads, headDim) : null;
    }
}
