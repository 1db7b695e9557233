using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>Reads the statement of a model's signature: strict where the schema of OMS 1.0 is.</summary>
internal static class SignedModelReader
{
    private const int MaximumResources = 1_000_000;
    private const int MaximumIgnoredPaths = 1_000;

    public static SignedModel? Read(BundleEnvelope envelope, out EvidenceFault? fault)
    {
        FaultSink faults = new(EvidenceCode.StatementMalformed);
        if (envelope.PayloadType != BundleEnvelope.InTotoType)
            faults.Add(EvidenceCode.PayloadUnsupported, "dsseEnvelope.payloadType", $"{BundleEnvelope.InTotoType} is wanted.");
        FieldReader statement = FieldReader.Open(envelope.Payload, SigstoreBundle.MaximumBytes, faults);
        if (statement.Text("predicateType") != SignedModel.PredicateType)
            faults.Add(EvidenceCode.PredicateMismatch, "predicateType", $"{SignedModel.PredicateType} is wanted; a signature of the experimental version 0.2 must be made again.");
        statement.Only("_type", "subject", "predicateType", "predicate");
        if (statement.Text("_type") != SignedModel.StatementType)
            statement.Refuse("_type", $"{SignedModel.StatementType} is wanted.");
        SignedModel read = ReadPredicate(statement.Object("predicate").Only("resources", "serialization"), ReadSubject(statement), faults);
        if (faults.First is null)
            CheckResources(read, faults);
        fault = faults.First;
        return fault is null ? read : null;
    }

    private static (string Name, Digest Root) ReadSubject(FieldReader statement)
    {
        if (statement.Objects("subject", 2) is not [var subject])
        {
            statement.Refuse("subject", "exactly one subject, the model, is wanted.");
            return ("", default);
        }

        FieldReader digests = subject.Object("digest");
        if (!Digest.TryParse(digests.Text("sha256"), out Digest root))
            digests.Refuse("sha256", "64 lower-case hexadecimal digits are wanted.");
        return (subject.Text("name"), root);
    }

    private static SignedModel ReadPredicate(FieldReader predicate, (string Name, Digest Root) subject, FaultSink faults)
    {
        FieldReader serialization = predicate.Object("serialization").Only("method", "hash_type", "shard_size", "allow_symlinks", "ignore_paths");
        long? shardSize = ReadShardSize(serialization);
        string hash = serialization.Text("hash_type");
        if (hash != "sha256")
            faults.Add(EvidenceCode.HashUnsupported, "predicate.serialization.hash_type", $"'{Shorten(hash)}' is not computed here: sign the model with sha256.");
        return new(
            subject.Name,
            subject.Root,
            [.. predicate.Objects("resources", MaximumResources).Select(resource => ReadResource(resource, shardSize, faults))],
            shardSize,
            serialization.Truth("allow_symlinks"),
            ReadIgnoredPaths(serialization, faults));
    }

    private static long? ReadShardSize(FieldReader serialization)
    {
        string method = serialization.Text("method");
        if (method is not ("files" or "shards"))
            serialization.Refuse("method", "files and shards are the methods that are known.");
        if (serialization.Has("shard_size") != (method == "shards"))
            serialization.Refuse("shard_size", "it goes with the method shards, and with no other.");
        long size = serialization.Count("shard_size");
        if (method == "shards" && size == 0)
            serialization.Refuse("shard_size", "a size above 0 is wanted.");
        return method == "shards" ? size : null;
    }

    private static ImmutableArray<string> ReadIgnoredPaths(FieldReader serialization, FaultSink faults)
    {
        ImmutableArray<string> paths = serialization.Texts("ignore_paths", MaximumIgnoredPaths);
        if (paths.FirstOrDefault(static path => !ModelPath.CanBeIgnored(path)) is string wrong)
            faults.Add(EvidenceCode.PathInvalid, "predicate.serialization.ignore_paths", $"'{Shorten(wrong)}' is no relative path without '.', '..' and patterns.");
        return paths;
    }

    /// <summary>A resource; members beyond the three are ignored (OMS 1.0 §5.2.1).</summary>
    private static ModelResource ReadResource(FieldReader resource, long? shardSize, FaultSink faults)
    {
        string name = resource.Text("name");
        string algorithm = resource.Text("algorithm");
        if (algorithm != "sha256")
            faults.Add(EvidenceCode.HashUnsupported, $"{resource.Path}.algorithm", $"'{Shorten(algorithm)}' is not computed here: sign the model with sha256.");
        if (!Digest.TryParse(resource.Text("digest"), out Digest digest))
            resource.Refuse("digest", "64 lower-case hexadecimal digits are wanted.");
        string path = name;
        long start = 0;
        long end = 0;
        if (shardSize is not null && !TryReadShard(name, out path, out start, out end))
            resource.Refuse("name", "PATH:START:END is wanted, its numbers in decimal.");
        if (path != ModelPath.OnlyFile && !ModelPath.IsCanonical(path))
            faults.Add(EvidenceCode.PathInvalid, $"{resource.Path}.name", $"'{Shorten(path)}' is no relative path without '.' and '..'.");
        return new(name, path, start, shardSize is null ? null : end, digest);
    }

    /// <summary>The last two parts are the numbers: a path may hold colons itself (OMS 1.0 §6.3.2).</summary>
    private static bool TryReadShard(string name, out string path, out long start, out long end)
    {
        int last = name.LastIndexOf(':');
        int first = last > 0 ? name.LastIndexOf(':', last - 1) : -1;
        path = first > 0 ? name[..first] : name;
        start = end = 0;
        return first > 0
            && long.TryParse(name.AsSpan(first + 1, last - first - 1), NumberStyles.None, CultureInfo.InvariantCulture, out start)
            && long.TryParse(name.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out end)
            && start < end
            && name == string.Create(CultureInfo.InvariantCulture, $"{path}:{start}:{end}");
    }

    private static void CheckResources(SignedModel statement, FaultSink faults)
    {
        if (statement.Resources.IsEmpty)
            faults.Add("predicate.resources", "it is empty; a model has at least one file.");
        ModelResource[] sorted = [.. statement.Resources.OrderBy(static resource => resource.Name, CodePointOrder.Instance)];
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Name == sorted[i - 1].Name)
                faults.Add(EvidenceCode.ResourceDuplicate, "predicate.resources", $"'{Shorten(sorted[i].Name)}' is there twice.");
        }

        if (sorted.Length > 1 && statement.Resources.Any(static resource => resource.Path == ModelPath.OnlyFile))
            faults.Add(EvidenceCode.PathInvalid, "predicate.resources", "'.' stands for the only file of a model, and there are others.");
        // The reference signs paths in the order of their parts, which is not always that of their code points.
        if (statement.Root != SignedModel.RootOf(statement.Resources) && statement.Root != SignedModel.RootOf(sorted))
            faults.Add(EvidenceCode.SubjectMismatch, "subject[0].digest.sha256", "it is not the digest of the resources' digests.");
    }

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
