using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using OpenGradient.Cli.Tests.Nodes;

namespace OpenGradient.Cli.Tests;

/// <summary>What people type wrong: what they read is one sentence in their own words, and where the help is.</summary>
public sealed class MistakeTests(RunningNode node) : IClassFixture<RunningNode>
{
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("run price-risk hello", "'price-risk' takes tensors, not a prompt: `./og run price-risk --input FILE`, with \"inputs\" in FILE.")]
    [InlineData("run tinychat --input models/price-risk/sample-input.json", "'tinychat' is a language model: `./og run tinychat \"…\"`")]
    [InlineData("run nothing hello", "there is no model 'nothing' on this node: `./og model list`")]
    [InlineData("run tinychat --input nowhere/request.json", "nowhere/request.json: there is no such folder.")]
    [InlineData("run tinychat --input models/nothing.json", "models/nothing.json: there is no such file.")]
    [InlineData("run tinychat --input models", "models: this is a folder; a file is wanted.")]
    [InlineData("run tinychat --input README.md", "README.md: this is not JSON: it stops making sense in line 1, at byte 1.")]
    [InlineData("model import README.md", "README.md: the node refused (422): This is neither a GGUF nor an ONNX model")]
    [InlineData("model import docs", "docs: The folder holds no .onnx or .gguf file, and no config.json with safetensors files.")]
    [InlineData("verify README.md --policy README.md", "README.md: this is no policy: line 5, column 1")]
    [InlineData("verify models", "models: this is a folder; a file is wanted.")]
    [InlineData("log fsck nowhere", "nowhere: there is no such folder; a log at an address is followed by `og log monitor`.")]
    [InlineData("prove model models/tinychat/tinychat.gguf --input README.md", "model: Language models have no integer form yet, so they cannot be proved.")]
    [InlineData("log monitor http://127.0.0.1:1 --key key --state seen", "--key: this is not the verifier key of a log: name+hash+base64, Ed25519; `./og keys show` prints a node's.")]
    [InlineData("run tinychat hello --for transfer --amount 1e3", "--amount: a purpose is a name such as transfer, an amount a number such as 250")]
    [InlineData("receipt get 12", "a receipt's id is 64 lower-case hexadecimal digits: `./og receipt list` prints those of a node.")]
    public void Ask_Mistake_IsAnsweredInOneSentence(string command, string sentence)
    {
        OgResult result = node.Ask(command.Split(' '));

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
        Assert.Single(result.Errors.TrimEnd().Split('\n'));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("up --port many", "og: --port takes a number from 0 to 65535, not 'many'.", "./og up")]
    [InlineData("up --cache much", "og: --cache takes a size such as 512MiB or 4GiB, not 'much'.", "./og up")]
    [InlineData("up --cache 1KiB", "og: --cache takes at least 1MiB, not '1KiB'.", "./og up")]
    [InlineData("up --cache 9000TiB", "that this process may have, not '9000TiB'.", "./og up")]
    [InlineData("up --queue -1", "og: --queue takes a number from 0 to 1000000, not '-1'.", "./og up")]
    [InlineData("up --answer-time 0", "og: --answer-time takes a number from 1 to 86400, not '0'.", "./og up")]
    [InlineData("up --threads 65", "og: --threads takes a number from 1 to 64, not '65'.", "./og up")]
    [InlineData("up --share-prefixes some", "og: --share-prefixes takes client, none or all, not 'some'.", "./og up")]
    [InlineData("up --prot 1", "og: '--prot' is no command, option or argument of ./og up", "./og up")]
    [InlineData("receipt list --limit 1000", "og: --limit takes a number from 1 to 200, not '1000'.", "./og receipt list")]
    [InlineData("run tinychat What is 7?", "og: 'is' is no command, option or argument of ./og run; text with spaces needs quotes.", "./og run")]
    [InlineData("run tinychat hello --node http://127.0.0.1:8080/v1", "give the node's own address, http://127.0.0.1:8080.", "./og run")]
    [InlineData("model list --node http://127.0.0.1:8080/v1/models", "give the node's own address, http://127.0.0.1:8080.", "./og model list")]
    [InlineData("receipt export 12 --form xml", "og: Argument 'xml' not recognized. Must be one of: 'cose' 'eip712' 'air'", "./og receipt export")]
    [InlineData("model", "og: ", "./og model")]
    [InlineData("modle list", "og: 'modle' is no command", "./og")]
    public void Parse_Mistake_IsNamedWithThePlaceOfTheHelp(string command, string sentence, string helped)
    {
        OgResult result = node.Ask(command.Split(' '));

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        string[] lines = result.Errors.TrimEnd().Split('\n');
        Assert.Contains(sentence, lines[0], StringComparison.Ordinal);
        Assert.Equal([$"see {helped} --help"], lines[1..]);
    }

    [Fact]
    public void Run_AddressWithAPath_IsNotTakenForAMissingModel() => Assert.Contains(
        "There is nothing at this path.", node.Ask("run", "tinychat", "hello", "--node", node.Address + "/path").Errors, StringComparison.Ordinal);

    [Fact]
    [Trait("Category", "Slow")]
    public void Pull_AServerWithoutTls_SaysWhyThereIsNoSecureConnection()
    {
        OgResult result = node.Ask("model", "pull", $"{node.Address.Replace("http:", "https:", StringComparison.Ordinal)}/model.onnx");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("could not be fetched: there is no secure connection: ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("inner exception", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_OfServing_TellsDefaultsAsTheyAreTyped()
    {
        string help = node.Ask("up", "--help").Expect(0);

        Assert.Contains("(default: client)", help, StringComparison.Ordinal);
        Assert.Contains("take turns (default: 1GiB)\n", help, StringComparison.Ordinal);
        Assert.DoesNotContain("PerClient", help, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_OfACommandBelowOneWithArguments_LeavesThoseOut()
    {
        string help = node.Ask("prove", "model", "--help").Expect(0);

        Assert.Contains(" prove model <file> [options]\n", help, StringComparison.Ordinal);
        Assert.DoesNotContain("<receipt>", help, StringComparison.Ordinal);
    }

    [Fact]
    public void ProxyRun_NoSuchProgram_IsSaidInOneSentence()
    {
        OgResult result = Og.Run("proxy", "run", "--node", node.Address, "--", "no-such-program");

        Assert.Equal((1, "", "og: no-such-program: it cannot be started: No such file or directory.\n"), (result.ExitCode, result.Output, result.Errors));
    }

    [Fact]
    public void NoArguments_ShowsTheHelp() => Assert.Contains("  ./og up   ", node.Ask().Expect(0), StringComparison.Ordinal);

    [Fact]
    public void Up_PortInUse_IsSaidOnceAndAtOnce()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        string data = node.PathOf("unused");

        OgResult result = node.Ask("up", "--port", $"{((IPEndPoint)listener.LocalEndpoint).Port}", "--data", data);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Single(result.Errors.TrimEnd().Split('\n'));
        Assert.Contains("--port 0", result.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void KeysShow_Policy_AcceptsThisNodeOnly()
    {
        (string policy, string bundle) = (node.PathOf("node.policy.json"), node.PathOf("bundle.json"));
        string id = StoryFixture.ReceiptIdIn(node.Ask("run", "tinychat", "What is 7 x 8?").Expect(0));

        node.Ask("receipt", "get", id, "-o", bundle).Expect(0);
        Assert.StartsWith(policy, node.Ask("keys", "show", "--policy", policy).Expect(0), StringComparison.Ordinal);

        node.Ask("verify", bundle, "--policy", policy).Expect(0);
        File.WriteAllText(policy, Regex.Replace(File.ReadAllText(policy), "[0-9a-f]{64}", new string('0', 64)));
        node.Ask("verify", bundle, "--policy", policy).Expect(2);
    }

    /// <summary>Who does not have the model has no evidence against the receipt, whatever else lies about.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Verify_FolderOfOtherModels_IsNoContradiction()
    {
        (string folder, string bundle) = (Directory.CreateDirectory(node.PathOf("zoo")).FullName, node.PathOf("unknown.json"));
        File.Copy(Path.Combine(Og.Models, "digits", "digits.onnx"), Path.Combine(folder, "other.onnx"));
        string id = StoryFixture.ReceiptIdIn(node.Ask("run", "tinychat", "What is 7 x 8?").Expect(0));
        node.Ask("receipt", "get", id, "-o", bundle).Expect(0);

        Assert.Contains("No model \"tinychat\" in ", node.Ask("verify", bundle, "--reexecute", "--models", folder).Expect(3), StringComparison.Ordinal);
        Assert.Contains("model-mismatch", node.Ask("verify", bundle, "--reexecute", "--models", Path.Combine(folder, "other.onnx")).Expect(2), StringComparison.Ordinal);
    }

    /// <summary>Usage and examples say the same name: the one that the program was called by.</summary>
    [Fact]
    public void Help_NamesTheProgramAsItWasCalled()
    {
        ProcessStartInfo info = Og.StartInfo("receipt", "verify-air", "--help");
        info.Environment["OG_COMMAND"] = "./og";

        string called = Og.Run(info).Expect(0);

        Assert.Contains("  ./og receipt verify-air <receipt>", called, StringComparison.Ordinal);
        Assert.DoesNotMatch("(^|[^/])\\bog receipt", called);
        Assert.Contains("  og receipt verify-air <receipt>", Og.Run("receipt", "verify-air", "--help").Expect(0), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void KeysShow_PrintsTheKeyThatAMonitorOfTheLogTakes()
    {
        string key = Regex.Match(node.Ask("keys", "show").Expect(0), @"^vkey   (\S+)$", RegexOptions.Multiline).Groups[1].Value;

        Assert.EndsWith("seen for the first time\n", node.Ask("log", "monitor", node.Address, "--key", key, "--state", node.PathOf("seen")).Expect(0), StringComparison.Ordinal);
    }

    /// <summary>A node with a policy runs what says what it is for.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Run_NodeWithAPolicy_TakesThePurpose()
    {
        string policy = node.PathOf("gate.yaml");
        File.WriteAllText(policy, "rules:\n  - for: chat\n    upTo: 5\n    require: []\n");
        using NodeProcess gate = NodeProcess.Start(node.PathOf("gate"), "--policy", policy);

        Og.Run("run", "tinychat", "What is 7 x 8?", "--for", "chat", "--amount", "5", "--node", gate.Address).Expect(0);
        OgResult refused = Og.Run("run", "tinychat", "What is 7 x 8?", "--node", gate.Address);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("Not met: a rule for an unnamed purpose. Found: None of 1 rules is for it. Cure: ", refused.Errors, StringComparison.Ordinal);
        gate.Stop();
    }
}
