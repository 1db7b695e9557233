using System.Collections.Immutable;
using System.Security.Cryptography;
using OpenGradient.Interop;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Signing;

/// <summary>Lists the files of a model as OpenSSF Model Signing 1.0 §6.1 demands, and hashes them.</summary>
/// <remarks>
/// A model is a folder, or one file, whose path is then its name. Left out are the default paths, those of the signature and of the caller, and the
/// signature's own file. A symbolic link is followed where the signer did so, and else a fault.
/// </remarks>
internal sealed class SignedFolder(string path, ImmutableArray<string> ignored, bool followsLinks, CancellationToken cancellation)
{
    private const int CopyBufferBytes = 1 << 20;

    private readonly string _root = Directory.Exists(path) ? Path.GetFullPath(path) : Path.GetDirectoryName(Path.GetFullPath(path))!;
    private readonly List<FoundFile> _files = [];
    private readonly List<EvidenceFault> _faults = [];

    /// <summary>Whether the model is one file.</summary>
    public bool IsFile { get; } = !Directory.Exists(path);

    /// <summary>The files found.</summary>
    public IReadOnlyList<FoundFile> Files => _files;

    /// <summary>Links that are none of a model's files.</summary>
    public IReadOnlyList<EvidenceFault> Faults => _faults;

    /// <summary>A path as one below the model's folder, in canonical form; null for one that is not below it.</summary>
    public static string? Relative(string modelFolder, string path)
    {
        string relative = Path.GetRelativePath(Path.GetFullPath(modelFolder), Path.GetFullPath(path)).Replace(Path.DirectorySeparatorChar, '/');
        return ModelPath.IsCanonical(relative) && !Path.IsPathRooted(relative) ? relative : null;
    }

    /// <summary>Looks through the folder.</summary>
    public SignedFolder Find()
    {
        if (IsFile)
            AddFile(new FileInfo(path), Path.GetFileName(path));
        else
            AddFolder(new DirectoryInfo(_root), "", []);
        return this;
    }

    /// <summary>SHA-256 of a part of a file.</summary>
    public Digest Hash(string file, long start, long length)
    {
        if (length == 0)
            return Digest.Sha256([]); // a pipe has no length either, and who opens one waits until somebody writes
        using FileStream stream = new(Path.Combine(_root, file), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[(int)Math.Min(length, CopyBufferBytes)];
        stream.Position = start;
        while (length > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = stream.Read(buffer, 0, (int)Math.Min(length, buffer.Length));
            if (count == 0)
                break; // the file was cut short meanwhile: its digest will not be the signed one
            hash.AppendData(buffer, 0, count);
            length -= count;
        }

        return Digest.Finish(hash);
    }

    private void AddFolder(DirectoryInfo folder, string prefix, ImmutableArray<string> above)
    {
        cancellation.ThrowIfCancellationRequested();
        string real = folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder.FullName;
        if (above.Contains(real))
        {
            _faults.Add(new(EvidenceCode.LinkRefused, prefix.TrimEnd('/'), "it leads back to a folder above it, and its files have no end."));
            return;
        }

        foreach (FileSystemInfo item in folder.EnumerateFileSystemInfos())
        {
            string name = prefix + item.Name;
            if (ModelPath.IsIgnored(name, ignored))
                continue;
            if (item.LinkTarget is not null && !followsLinks)
                _faults.Add(new(EvidenceCode.LinkRefused, name, "it is a symbolic link, and the model was signed without any: put the file itself in its place."));
            else if (item is DirectoryInfo below)
                AddFolder(below, name + "/", above.Add(real));
            else
                AddFile((FileInfo)item, name);
        }
    }

    private void AddFile(FileInfo file, string name)
    {
        if (IsFile && file.LinkTarget is not null && !followsLinks)
        {
            _faults.Add(new(EvidenceCode.LinkRefused, name, "it is a symbolic link, and the model was signed without any: name the file itself."));
            return;
        }

        FileInfo target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        if (target.Exists)
            _files.Add(new(name, target.Length));
        else
            _faults.Add(new(EvidenceCode.LinkRefused, name, "it is a symbolic link that leads nowhere."));
    }
}
