using OpenGradient.Gateway;
using OpenGradient.Transparency;
using OpenGradient.Transparency.Witness;

namespace OpenGradient.Cli.Output;

/// <summary>Says which witnesses a node asks, how many of them are a quorum, and whether there is one.</summary>
internal static class WitnessPrinter
{
    public static void Print(WitnessPolicy policy, Node node)
    {
        bool isQuorum = node.Cosigned is { IsQuorum: true };
        Console.WriteLine($"witnesses: at least {policy.LeastQuorum} of {policy.Witnesses.Length} are a quorum; {(isQuorum ? "it has cosigned the log's checkpoint" : "it has not cosigned the log's checkpoint yet, so no receipt meets a policy that asks for it")}");
        foreach (PolicyWitness witness in policy.Witnesses)
            Console.WriteLine(TerminalText.OneLine($"  {witness.Name}  {StateOf(witness, node)}"));
    }

    private static string StateOf(PolicyWitness witness, Node node)
    {
        if (node.Cosigned?.Cosigned.Contains(witness) == true)
            return "has cosigned";
        if (witness.Url is null)
            return "is not asked: the policy gives no URL";
        WitnessStatus? status = node.Witnesses.FirstOrDefault(status => status.Url == witness.Url);
        return $"has not cosigned yet: {status?.Trouble ?? "it has not answered"} ({witness.Url})";
    }
}
