namespace OpenGradient.Receipts;

/// <summary>The names of <see cref="FinishReason"/> in a payload.</summary>
public static class FinishReasons
{
    /// <summary>The name that a payload uses.</summary>
    public static string WireName(this FinishReason finish) => finish switch
    {
        FinishReason.Complete => "complete",
        FinishReason.Stop => "stop",
        FinishReason.Length => "length",
        FinishReason.ToolCalls => "tool_calls",
        FinishReason.Aborted => "aborted",
    };

    /// <summary>The reason with this name; false if there is none.</summary>
    public static bool TryParse(string name, out FinishReason finish)
    {
        FinishReason? found = name switch
        {
            "complete" => FinishReason.Complete,
            "stop" => FinishReason.Stop,
            "length" => FinishReason.Length,
            "tool_calls" => FinishReason.ToolCalls,
            "aborted" => FinishReason.Aborted,
            _ => null,
        };
        finish = found ?? default;
        return found is not null;
    }
}
