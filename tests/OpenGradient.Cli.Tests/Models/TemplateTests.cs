namespace OpenGradient.Cli.Tests.Models;

/// <summary>A person looks at the prompt that a chat template makes.</summary>
public sealed class TemplateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("og-template-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Render_Conversation_PrintsThePrompt()
    {
        string template = Write("chat.jinja", "{{ bos_token }}{% for m in messages %}[{{ m.role }}] {{ m.content }}\n{% endfor %}{% if tools %}{{ tools | length }} tools, {% endif %}{{ style }} {{ strftime_now('%Y-%m-%d') }}{% if add_generation_prompt %} >{% endif %}");
        string messages = Write("messages.json", """[{"role":"user","content":"Hi"}]""");
        string tools = Write("tools.json", """[{"type":"function"}]""");

        OgResult plain = Og.Run("template", "render", template, "--messages", messages, "--now", "2026-01-31", "--set", "style=kind");
        OgResult all = Og.Run(
            "template", "render", template, "--messages", messages, "--tools", tools, "--bos", "<s>", "--now", "2026-01-31", "--set", "style=1", "--no-generation-prompt", "--raw");

        Assert.Equal("[user] Hi\nkind 2026-01-31 >\n", plain.Expect(0));
        Assert.Equal("<s>[user] Hi\n1 tools, 1 2026-01-31", all.Expect(0));
    }

    [Fact]
    public void Render_TokenizerConfig_TakesItsTemplateAndTokens()
    {
        string config = Write("tokenizer_config.json", """{"bos_token":{"content":"<b>"},"eos_token":"<e>","chat_template":[{"name":"rag","template":"no"},{"name":"default","template":"{{ bos_token }}{{ messages[0].content }}{{ eos_token }}"}]}""");
        string messages = Write("messages.json", """{"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal("<b>Hi<e>\n", Og.Run("template", "render", config, "--messages", messages).Expect(0));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Render_Folder_TakesItsModelsTemplate()
    {
        string messages = Write("messages.json", """[{"role":"user","content":"Hi"}]""");
        Write("tokenizer_config.json", """{"bos_token":"<b>","chat_template":"no"}""");
        Write("chat_template.jinja", "{{ bos_token }}{{ messages[0].content }}");

        Assert.Equal("<b>Hi\n", Og.Run("template", "render", _folder, "--messages", messages).Expect(0));
        Assert.Equal(
            Og.Run("template", "render", "models/tinychat/tinychat.gguf", "--messages", messages).Expect(0), Og.Run("template", "render", "models/tinychat", "--messages", messages).Expect(0));
        Assert.Contains("tokenizer_config.json: There is no such file", Og.Run("template", "render", "models/digits", "--messages", messages).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("{% if x %}\n  {{ a b }}", "Line 2, column 8")]
    [InlineData("a\n{{ messages | bake }}", "Line 2, column 1: The filter 'bake' is not supported.")]
    [InlineData("{{ raise_exception('Roles must alternate') }}", "Roles must alternate")]
    [InlineData("{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}", "more than 2000000 steps")]
    [InlineData("{% include 'secrets' %}", "The block 'include' is not supported")]
    public void Render_WrongTemplate_SaysWhereAndWhy(string source, string expected)
    {
        string messages = Write("messages.json", "[]");

        OgResult result = Og.Run("template", "render", Write("t.jinja", source), "--messages", messages);

        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
