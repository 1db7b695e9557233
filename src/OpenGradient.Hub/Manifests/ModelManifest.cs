using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>A published model version: its files by digest, and the Program that they compile to.</summary>
/// <remarks>
/// <para>The manifest's bytes are RFC 8785 JSON without numbers, and their SHA-256 is the <see cref="ModelId"/>:</para>
/// <code>
/// { "description": "…", "files": [ { "bytes": "1234", "path": "model.onnx", "sha256": "…" } ], "format": "onnx", "license": "…",
///   "mediaType": "application/vnd.opengradient.model-manifest.v1+json", "name": "price-risk", "program": "…", "semantics": "exec-1" }
/// </code>
/// <para>Name, description and licence are what the publisher says of the model: nobody has checked them.</para>
/// </remarks>
public sealed class ModelManifest
{
    /// <summary>What the manifest's bytes say they are.</summary>
    public const string MediaType = "application/vnd.opengradient.model-manifest.v1+json";

    private readonly byte[] _bytes;

    /// <summary>A manifest of its parts; <paramref name="files"/> holds at least one, the model's own file first.</summary>
    public ModelManifest(
        string name,
        string format,
        ProgramId program,
        string semantics,
        ImmutableArray<ManifestFile> files,
        string description = "",
        string license = "")
    {
        ArgumentOutOfRangeException.ThrowIfZero(files.Length, nameof(files));
        Name = name;
        Format = format;
        Program = program;
        Semantics = semantics;
        Files = files;
        Description = description;
        License = license;
        _bytes = CanonicalJson.Serialize(ToJson());
        Id = new ModelId(Digest.Sha256(_bytes));
    }

    /// <summary>SHA-256 of the manifest's bytes.</summary>
    public ModelId Id { get; }

    /// <summary>The publisher's name for the model: see <see cref="ModelName"/>.</summary>
    public string Name { get; }

    /// <summary>The format of the first file: <c>onnx</c> or <c>gguf</c>.</summary>
    public string Format { get; }

    /// <summary>The Program that the files compile to.</summary>
    public ProgramId Program { get; }

    /// <summary>The semantics under which the Program is read, such as <c>exec-1</c>.</summary>
    public string Semantics { get; }

    /// <summary>The files; the first is the one that is compiled.</summary>
    public ImmutableArray<ManifestFile> Files { get; }

    /// <summary>What the publisher says the model does; may be empty.</summary>
    public string Description { get; }

    /// <summary>The licence that the publisher names, best as an SPDX expression; may be empty.</summary>
    public string License { get; }

    /// <summary>The canonical bytes.</summary>
    public byte[] ToBytes() => [.. _bytes];

    /// <summary>Reads canonical bytes; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ModelManifest? manifest)
    {
        manifest = JsonReader.TryRead(bytes, out JsonValue? json) ? FromJson(json) : null;
        if (manifest is not null && !bytes.SequenceEqual(manifest._bytes))
            manifest = null;
        return manifest is not null;
    }

    private JsonValue ToJson() => JsonValue.Object(
        ("description", JsonValue.String(Description)),
        ("files", JsonValue.Array([.. Files.Select(static file => JsonValue.Object(
            ("bytes", JsonValue.String(file.SizeBytes.ToString(CultureInfo.InvariantCulture))),
            ("path", JsonValue.String(file.Path)),
            ("sha256", JsonValue.String(file.Sha256.ToString()))))])),
        ("format", JsonValue.String(Format)),
        ("license", JsonValue.String(License)),
        ("mediaType", JsonValue.String(MediaType)),
        ("name", JsonValue.String(Name)),
        ("program", JsonValue.String(Program.ToString())),
        ("semantics", JsonValue.String(Semantics)));

    private static ModelManifest? FromJson(JsonValue json)
    {
        if (!json.TryGetString("description", out string? description)
            || !json.TryGetString("format", out string? format)
            || !json.TryGetString("license", out string? license)
            || !json.TryGetString("name", out string? name)
            || !json.TryGetString("program", out string? program)
            || !json.TryGetString("semantics", out string? semantics)
            || !ModelName.IsValid(name)
            || !ProgramId.TryParse(program, out ProgramId programId)
            || !TryReadFiles(json, out ImmutableArray<ManifestFile> files))
            return null;
        return new ModelManifest(name, format, programId, semantics, files, description, license);
    }

    private static bool TryReadFiles(JsonValue json, out ImmutableArray<ManifestFile> files)
    {
        var builder = ImmutableArray.CreateBuilder<ManifestFile>();
        files = [];
        if (!json.TryGet("files", out JsonValue? list) || list.Items.IsEmpty)
            return false;
        foreach (JsonValue item in list.Items)
        {
            if (!item.TryGetString("path", out string? path)
                || !item.TryGetString("sha256", out string? sha256)
                || !item.TryGetString("bytes", out string? bytes)
                || !Digest.TryParse(sha256, out Digest digest)
                || !long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out long sizeBytes))
                return false;
            builder.Add(new ManifestFile(path, digest, sizeBytes));
        }

        files = builder.ToImmutable();
        return true;
    }
}
