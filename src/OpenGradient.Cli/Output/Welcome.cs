namespace OpenGradient.Cli.Output;

/// <summary>What a node says when it is ready: where it is, and three things to try.</summary>
internal static class Welcome
{
    private const string DefaultAddress = "http://127.0.0.1:8080/";

    public static void Print(Uri address)
    {
        string root = address.AbsoluteUri.TrimEnd('/');
        string node = address.AbsoluteUri == DefaultAddress ? "" : $" --node {root}";
        Console.WriteLine(
            $"""

            explorer                 {address}
            OpenAI API               {root}/v1
            Anthropic API            {root}
            Open Inference Protocol  {root}/v2

            try:
              {OgCommand.Name} run tinychat "How many km are 5 miles?"{node}
              {OgCommand.Name} run price-risk --input models/price-risk/sample-input.json{node}
              {OgCommand.Name} receipt list{node}

            listening: {root}
            """);
    }
}
