using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Output;
using OpenGradient.Conformance.Tokenizers;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og tokenizer</c>: from text to tokens and back, on this machine.</summary>
internal static class TokenizerCommand
{
    private static readonly Argument<string> Folder = new("folder") { Description = "A folder with NAME.gguf or NAME.gguf.xz, NAME.gguf.inp and NAME.gguf.out, at any depth" };
    private static readonly Argument<string> VocabularyFile = new("file") { Description = "A GGUF file, a tokenizer.json, or a folder with one" };
    private static readonly Argument<string> Text = new("text") { Description = "The text; quote it" };
    private static readonly Argument<string[]> Ids = new("ids") { Description = "Token ids, apart or joined by commas", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the results as JSON" };
    private static readonly Option<bool> Special = new("--special") { Description = "Read control tokens in the text, such as <|im_end|>, as those tokens" };
    private static readonly Option<bool> Framed = new("--framed") { Description = "Add the tokens that the model wants before and behind a text" };

    public static Command Create()
    {
        DocumentedCommand test = new(
            "test",
            "Try vocabularies against the tokens of another engine: a line for each, then how many passed.",
            "NAME.gguf.inp holds texts with the line __ggml_vocab_test__ between; NAME.gguf.out holds a line of token ids for each.\n"
            + "A vocabulary that is packed (.xz) is unpacked by the program xz; or unpack it yourself: xz -dk NAME.gguf.xz\n"
            + "Exit code 0: every vocabulary passed. 1: one did not, or the folder holds none.\n\n"
            + "Examples:\n  og tokenizer test llama.cpp/models\n  og tokenizer test vocabularies --json")
        { Folder, Json };
        test.SetAction(Test);

        DocumentedCommand encode = new(
            "encode",
            "Print the token ids of a text.",
            "Examples:\n  og tokenizer encode model.gguf \"Hello world\"\n  og tokenizer encode models/llama --special \"<s>Hello\" --json")
        { VocabularyFile, Text, Special, Framed, Json };
        encode.SetAction(Encode);

        DocumentedCommand decode = new("decode", "Print the text of token ids.", "Examples:\n  og tokenizer decode model.gguf 9906 1917") { VocabularyFile, Ids };
        decode.SetAction(Decode);
        return new Command("tokenizer", "Turn text into tokens and back, and try vocabularies.") { test, encode, decode };
    }

    private static int Test(ParseResult arguments)
    {
        bool isJson = arguments.GetValue(Json);
        List<TokenizerTestResult> results = [];
        foreach (TokenizerTestCase testCase in TokenizerTestCase.Find(arguments.GetValue(Folder)!))
        {
            TokenizerTestResult result = TokenizerTestRunner.Run(testCase);
            results.Add(result);
            if (!isJson)
                Console.WriteLine(Line(result));
        }

        int passed = results.Count(static result => result.Outcome == TokenizerTestOutcome.Passed);
        int unsupported = results.Count(static result => result.Outcome == TokenizerTestOutcome.Unsupported);
        int failed = results.Count - passed - unsupported;
        Console.WriteLine(isJson
            ? JsonSerializer.Serialize(new { passed, failed, unsupported, vocabularies = results.Select(Document) }, JsonOutput.Indented)
            : $"passed {passed}, failed {failed}, unsupported {unsupported}");
        return passed == results.Count ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Line(TokenizerTestResult result)
    {
        string outcome = result.Outcome switch
        {
            TokenizerTestOutcome.Passed => "pass",
            TokenizerTestOutcome.Failed => "FAIL",
            _ => "unsupported",
        };
        string figures = result.TextCount == 0 ? "" : $": {result.PassedTexts} of {Plural.Of(result.TextCount, "text")}, {result.VocabularySize} tokens";
        string detail = result.Detail.Length == 0 ? "" : $": {result.Detail}";
        return TerminalText.OneLine($"{outcome,-11}  {result.Name}{figures}{detail}");
    }

    private static object Document(TokenizerTestResult result) => new
    {
        name = result.Name,
        outcome = result.Outcome switch
        {
            TokenizerTestOutcome.Passed => "passed",
            TokenizerTestOutcome.Failed => "failed",
            _ => "unsupported",
        },
        texts = result.TextCount,
        passed = result.PassedTexts,
        lossless = result.LosslessTexts,
        tokens = result.VocabularySize,
        detail = result.Detail,
    };

    private static int Encode(ParseResult arguments)
    {
        Tokenizer tokenizer = UserFile.Read(arguments.GetValue(VocabularyFile)!, TokenizerFile.Open);
        ImmutableArray<int> tokens = tokenizer.Encode(arguments.GetValue(Text)!, arguments.GetValue(Special));
        if (arguments.GetValue(Framed))
            tokens = [.. tokenizer.Prefix, .. tokens, .. tokenizer.Suffix];
        Console.WriteLine(arguments.GetValue(Json)
            ? JsonSerializer.Serialize(tokens.Select(token => new { id = token, text = tokenizer.TextOf(token) }), JsonOutput.Indented)
            : string.Join(' ', tokens));
        return ExitCode.Done;
    }

    private static int Decode(ParseResult arguments)
    {
        Tokenizer tokenizer = UserFile.Read(arguments.GetValue(VocabularyFile)!, TokenizerFile.Open);
        int[] tokens = TokenIds.Read(string.Join(',', arguments.GetValue(Ids)!), "ids");
        foreach (int token in tokens)
        {
            if (token < 0 || token >= tokenizer.VocabularySize)
                throw new InvalidInputException(InvalidInputKind.Invalid, "ids", $"{token} is not one of the vocabulary's {tokenizer.VocabularySize} tokens.");
        }

        Console.WriteLine(TerminalText.Lines(tokenizer.Decode(tokens)));
        return ExitCode.Done;
    }
}
