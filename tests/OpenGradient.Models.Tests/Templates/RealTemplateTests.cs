using System.Collections.Immutable;
using System.Text;
using OpenGradient.Conformance.Templates;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Templates;

/// <summary>Chat templates of published models.</summary>
[Trait("Category", "Vectors")]
public sealed class RealTemplateTests
{
    private const string Messages =
        """[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":"Bye"}]""";

    [Fact]
    public void Render_Qwen25_WritesChatMl() => Assert.Equal(
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nHello<|im_end|>\n<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n",
        Render("Qwen-Qwen2.5-7B-Instruct"));

    [Fact]
    public void Render_Llama31_WritesHeaders()
    {
        string text = Render("meta-llama-Llama-3.1-8B-Instruct");

        Assert.StartsWith("<|begin|><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\nBe brief.<|eot_id|>", text, StringComparison.Ordinal);
        Assert.EndsWith("<|start_header_id|>user<|end_header_id|>\n\nBye<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Qwen-QwQ-32B")]
    [InlineData("Qwen-Qwen3-0.6B")]
    [InlineData("meta-llama-Llama-3.3-70B-Instruct")]
    [InlineData("HuggingFaceTB-SmolLM3-3B")]
    [InlineData("deepseek-ai-DeepSeek-R1-Distill-Qwen-32B")]
    [InlineData("microsoft-Phi-3.5-mini-instruct")]
    [InlineData("ibm-granite-granite-4.0")]
    public void Render_PublishedTemplate_ContainsTheConversation(string name)
    {
        string text = Render(name);

        Assert.Contains("Hi", text, StringComparison.Ordinal);
        Assert.Contains("Bye", text, StringComparison.Ordinal);
    }

    /// <summary>Every prompt that Jinja2 renders is rendered, and is the same, but for what the page names.</summary>
    [Fact]
    public void SupportPage_IsThatOfThisRun()
    {
        string folder = Path.Combine(Repository.Root, "tests", "OpenGradient.Models.Tests", "Templates", "Conversations");
        Assert.True(JsonReader.TryRead(File.ReadAllBytes(Path.Combine(folder, "conversations.json")), out JsonValue? conversations));

        ImmutableArray<TemplateTestResult> results = TemplateTestRunner.Run(
            ExternalVectors.Require("chat-templates"), conversations, File.ReadLines(Path.Combine(folder, "jinja2-renderings.txt")));

        Assert.DoesNotContain(results, static result => result.Outcome == TemplateTestOutcome.OnlyThere);
        // Its strings marked safe make Jinja2 escape all that is added to them, as if the prompt were HTML.
        Assert.All(results.Where(static result => result.Outcome == TemplateTestOutcome.Different), static result => Assert.Equal("meetkai-functionary-medium-v3.1", result.Template));
        SupportPage.Compare("chat-templates.md", TemplateSupportReport.Write(results, WriteCommand), WriteCommand);
    }

    private const string WriteCommand =
        "dotnet build tests/OpenGradient.Models.Tests -c Release && \\\n"
        + "OG_WRITE_DOCS=1 artifacts/bin/OpenGradient.Models.Tests/release/OpenGradient.Models.Tests -method '*SupportPage*'";

    private static string Render(string name)
    {
        Assert.True(JsonReader.TryRead(Encoding.UTF8.GetBytes(Messages), out JsonValue? messages));
        ChatTemplate template = ChatTemplate.Parse(File.ReadAllText(ExternalVectors.Require($"chat-templates/{name}.jinja"))) with { BeginToken = "<|begin|>", EndToken = "<|end|>" };
        return string.Concat(template.Render(new ChatPrompt(messages.Items)).Select(static segment => segment.Text));
    }
}
