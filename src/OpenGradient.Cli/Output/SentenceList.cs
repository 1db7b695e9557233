namespace OpenGradient.Cli.Output;

/// <summary>Sentences of a verdict, printed one a line below what they are.</summary>
internal static class SentenceList
{
    /// <summary>Prints them; nothing where there is none.</summary>
    public static void Print(string title, IReadOnlyCollection<string> sentences)
    {
        if (sentences.Count == 0)
            return;
        Console.WriteLine(title);
        foreach (string sentence in sentences)
            Console.WriteLine($"  - {TerminalText.OneLine(sentence)}");
    }
}
