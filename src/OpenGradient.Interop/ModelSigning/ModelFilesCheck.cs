using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>Compares the files of a model with those that were signed (OMS 1.0 §8.4).</summary>
/// <remarks>
/// The caller lists the files as the statement demands: without those that are left out, links followed or refused. Every signed resource must be there with
/// its digest; every file that is there must have been signed, unless others may be there.
/// </remarks>
public static class ModelFilesCheck
{
    /// <summary>All faults, in the order of paths; empty if the files are the signed ones.</summary>
    /// <param name="statement">What was signed.</param>
    /// <param name="files">The files that are there.</param>
    /// <param name="isFile">Whether the model is one file, and no folder.</param>
    /// <param name="allowUnsigned">Whether files that were not signed may be there.</param>
    /// <param name="hash">SHA-256 of a part of a file, given by path, first byte and length.</param>
    public static ImmutableArray<EvidenceFault> Check(
        SignedModel statement, IEnumerable<FoundFile> files, bool isFile, bool allowUnsigned, Func<string, long, long, Digest> hash)
    {
        ArgumentNullException.ThrowIfNull(statement);
        SortedDictionary<string, ModelResource> signed = new(StringComparer.Ordinal);
        foreach (ModelResource resource in statement.Resources)
            signed.Add(resource.Name, resource);
        var faults = ImmutableArray.CreateBuilder<EvidenceFault>();
        foreach (FoundFile file in files.OrderBy(static file => file.Path, StringComparer.Ordinal))
        {
            string path = isFile && statement.Resources is [{ Path: ModelPath.OnlyFile }] ? ModelPath.OnlyFile : file.Path;
            CheckFile(statement, file, path, signed, allowUnsigned, hash, faults);
        }

        faults.AddRange(signed.Values.Select(static resource => new EvidenceFault(EvidenceCode.FileMissing, resource.Name, "it was signed, and is not there.")));
        return faults.ToImmutable();
    }

    /// <summary>Compares the parts of one file, and takes them off the list.</summary>
    private static void CheckFile(
        SignedModel statement,
        FoundFile file,
        string path,
        SortedDictionary<string, ModelResource> signed,
        bool allowUnsigned,
        Func<string, long, long, Digest> hash,
        ImmutableArray<EvidenceFault>.Builder faults)
    {
        long size = statement.ShardSize ?? Math.Max(file.Bytes, 1);
        // SPEC: "Files with zero bytes MUST be omitted from the resources array" where files are split.
        for (long start = 0; start < file.Bytes || (start == 0 && statement.ShardSize is null); start = Next(start, size))
        {
            long length = Math.Min(size, file.Bytes - start);
            string name = statement.ShardSize is null ? path : string.Create(CultureInfo.InvariantCulture, $"{path}:{start}:{start + length}");
            if (signed.Remove(name, out ModelResource? resource))
            {
                if (hash(file.Path, start, length) != resource.Sha256)
                    faults.Add(new(EvidenceCode.FileChanged, name, "its bytes are not those that were signed."));
            }
            else if (!allowUnsigned)
            {
                faults.Add(new(EvidenceCode.FileUnsigned, name, "it is there, and was not signed."));
                return;
            }
            else if (statement.ShardSize is not null)
            {
                return; // a file whose first parts are not signed has none that is, or those are reported as missing
            }
        }
    }

    private static long Next(long start, long size) => start > long.MaxValue - size ? long.MaxValue : start + size;
}
