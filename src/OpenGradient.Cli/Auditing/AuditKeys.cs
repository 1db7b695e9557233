using System.Security.Cryptography;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Cli.Auditing;

/// <summary>An auditor's keys (audit-1 §1): <c>audit.pem</c> signs, <c>draw.pem</c> draws samples and is made once, for life.</summary>
internal sealed class AuditKeys : IDisposable
{
    private AuditKeys(P256PrivateKey signer, DrawPrivateKey draw) => (Signer, Draw) = (signer, draw);

    /// <summary>Signs votes and reports.</summary>
    public P256PrivateKey Signer { get; }

    /// <summary>Draws samples.</summary>
    public DrawPrivateKey Draw { get; }

    /// <summary>Reads the keys in a directory; makes those that are not there, readable by their owner only.</summary>
    /// <exception cref="InvalidInputException">A file is no key.</exception>
    public static AuditKeys LoadOrCreate(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        P256PrivateKey signer = LoadOrCreate(Path.Combine(directory, "audit.pem"), P256PrivateKey.Generate, static key => key.DangerousExportPem(), P256PrivateKey.ImportPem);
        DrawPrivateKey draw = LoadOrCreate(Path.Combine(directory, "draw.pem"), DrawPrivateKey.Generate, static key => key.DangerousExportPem(), DrawPrivateKey.ImportPem);
        return new AuditKeys(signer, draw);
    }

    public void Dispose()
    {
        Signer.Dispose();
        Draw.Dispose();
    }

    private static T LoadOrCreate<T>(string path, Func<T> generate, Func<T, string> export, Func<string, T> import)
    {
        if (!File.Exists(path))
        {
            T key = generate();
            PrivateFile.Write(path, Encoding.ASCII.GetBytes(export(key)));
            return key;
        }

        try
        {
            return import(File.ReadAllText(path));
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            throw new InvalidInputException(InvalidInputKind.Invalid, path, "this is no key of an auditor: restore it from a copy, or name another directory with --auditor.");
        }
    }
}
