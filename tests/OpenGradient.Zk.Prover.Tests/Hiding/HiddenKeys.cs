using OpenGradient.Zk.Prover.Hiding;

namespace OpenGradient.Zk.Prover.Tests.Hiding;

/// <summary>Files of hidden keys, which last as long as the tests run.</summary>
internal static class HiddenKeys
{
    private static readonly DirectoryInfo Directory = CreateDirectory();

    public static HiddenKeyFile Create(int proofCount) => HiddenKeyFile.Create(NewPath(), proofCount);

    public static string NewPath() => Path.Combine(Directory.FullName, Path.GetRandomFileName());

    private static DirectoryInfo CreateDirectory()
    {
        DirectoryInfo directory = System.IO.Directory.CreateTempSubdirectory("og-hidden-keys-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => directory.Delete(recursive: true);
        return directory;
    }
}
