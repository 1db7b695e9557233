using System.Collections.Immutable;
using System.CommandLine;
using System.Security.Cryptography;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Output;
using OpenGradient.Cli.Signing;
using OpenGradient.Interop;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og model sign</c>: signs the files of a model with a key (OpenSSF Model Signing 1.0).</summary>
internal static class ModelSignCommand
{
    private static readonly Argument<string> Model = new("model") { Description = "The model's folder, or its one file" };
    private static readonly Option<string> Key = new("--private-key") { Description = "The signer's private key, as PEM: P-256, P-384 or P-521", HelpName = "FILE", Required = true };
    private static readonly Option<string?> SignatureFile = new("--signature") { Description = $"Where to write the signature (default: {SignatureFiles.Name} in the model's folder)", HelpName = "FILE" };
    private static readonly Option<string[]> Ignored = new("--ignore-paths") { Description = "Files or folders to leave out; may be repeated", HelpName = "PATH" };

    public static Command Create()
    {
        DocumentedCommand command = new(
            "sign",
            "Sign a model's files with a key (OpenSSF Model Signing 1.0).",
            "The signature lists every file with its SHA-256; .git, .gitignore, .gitattributes and .github are left out. Symbolic links are refused. A published model keeps the signature that lies\n"
            + "beside its files when it is imported.\n\n"
            + "Examples:\n"
            + "  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out signer.key\n"
            + "  openssl pkey -in signer.key -pubout -out signer.pub\n"
            + "  og model sign ./my-model --private-key signer.key\n"
            + "  og model verify-signature ./my-model --key signer.pub")
        { Model, Key, SignatureFile, Ignored };
        command.SetAction(SignAsync);
        return command;
    }

    private static async Task<int> SignAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string path = arguments.GetValue(Model)!;
        if (!Path.Exists(path))
            throw new InvalidInputException(InvalidInputKind.NotFound, path, "there is no such file or folder.");
        string folder = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        string signature = arguments.GetValue(SignatureFile) ?? Path.Combine(folder, SignatureFiles.Name);
        using ECDsa key = ReadKey(await UserFile.ReadTextAsync(arguments.GetValue(Key)!, cancellation).ConfigureAwait(false), arguments.GetValue(Key)!, out ForeignKey publicKey);
        SignedModel model = Describe(path, folder, [.. SignedModel.DefaultIgnoredPaths, .. IgnoredBelow(folder, [signature, .. arguments.GetValue(Ignored) ?? []])], cancellation);
        byte[] bundle = ModelSignatureWriter.Write(model, publicKey, bytes => key.SignData(bytes, publicKey.Hash, DSASignatureFormat.Rfc3279DerSequence));
        await UserFile.WriteAsync(signature, bundle, cancellation).ConfigureAwait(false);
        Console.WriteLine($"signed     {TerminalText.OneLine(model.Name)}, {Plural.Of(model.Resources.Length, "file")}");
        Console.WriteLine($"root       {model.Root}");
        Console.WriteLine($"signature  {signature}");
        return ExitCode.Done;
    }

    private static IEnumerable<string> IgnoredBelow(string folder, string[] paths) => paths.Select(path => SignedFolder.Relative(folder, path)).OfType<string>();

    private static SignedModel Describe(string path, string folder, ImmutableArray<string> ignored, CancellationToken cancellation)
    {
        if (ignored.FirstOrDefault(static entry => !ModelPath.CanBeIgnored(entry)) is string pattern)
            throw new InvalidInputException(InvalidInputKind.Invalid, "--ignore-paths", $"'{pattern}' has a character of patterns, which the format does not allow.");
        SignedFolder found = new SignedFolder(path, Directory.Exists(path) ? ignored : [], followsLinks: false, cancellation).Find();
        if (found.Faults is [EvidenceFault link, ..])
            throw new InvalidInputException(InvalidInputKind.Invalid, link.Field, link.Reason);
        if (found.Files.Count == 0)
            throw new InvalidInputException(InvalidInputKind.Invalid, path, "there is no file to sign.");
        string name = Path.GetFileName(Path.GetFullPath(path).TrimEnd(Path.DirectorySeparatorChar));
        return ModelSignatureWriter.Describe(name, found.Files.Select(file => (file.Path, found.Hash(file.Path, 0, file.Bytes))), found.IsFile ? SignedModel.DefaultIgnoredPaths : ignored);
    }

    private static ECDsa ReadKey(string pem, string path, out ForeignKey publicKey)
    {
        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            key.ExportParameters(includePrivateParameters: true);
            if (ForeignKey.TryParse(key.ExportSubjectPublicKeyInfo(), out ForeignKey? read))
            {
                publicKey = read;
                return key;
            }
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new InvalidInputException(InvalidInputKind.Invalid, path, "this is no unencrypted private key in PEM on P-256, P-384 or P-521.", error);
        }

        key.Dispose();
        throw new InvalidInputException(InvalidInputKind.Invalid, path, "this is no private key on P-256, P-384 or P-521.");
    }
}
