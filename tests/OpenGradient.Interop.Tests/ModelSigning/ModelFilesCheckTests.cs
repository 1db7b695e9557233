using System.Collections.Immutable;
using CsCheck;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Interop.Tests;

/// <summary>The comparison of a model's files with the signed ones, on models in memory.</summary>
public sealed class ModelFilesCheckTests
{
    private static readonly string[] Names = ["a", "b/c", "b/d", "e:1", "f.bin"];

    private static readonly Gen<SortedDictionary<string, byte[]>> Models = Gen.Byte.Array[0, 40].Array[1, 5].Select(static contents =>
        new SortedDictionary<string, byte[]>(contents.Index().ToDictionary(static content => Names[content.Index], static content => content.Item), StringComparer.Ordinal));

    [Fact]
    public void Check_SignedFiles_AreThoseAndEveryChangeIsFound() => Gen.Select(Models, Gen.Int[0, 12]).SampleFixed((files, shardSize) =>
    {
        SignedModel signed = Sign(files, shardSize);
        Assert.Empty(Check(signed, files));

        string first = files.Keys.First();
        bool isListed = shardSize == 0 || files[first].Length > 0;
        Assert.NotEmpty(Check(signed, With(files, first, [.. files[first], 1])));
        Assert.Equal(isListed, !Check(signed, With(files, first, null)).IsEmpty);
        Assert.NotEmpty(Check(signed, With(files, "other", [1])));
        Assert.Empty(Check(signed, With(files, "other", [1]), allowUnsigned: true));
    }, iter: 300);

    [Fact]
    public void Check_HugeShardNumbers_EndAtOnce()
    {
        SignedModel signed = new("m", default, [new("a:0:1", "a", 0, 1, Digest.Sha256([1]))], ShardSize: 1, AllowsLinks: false, []);

        ImmutableArray<EvidenceFault> faults = ModelFilesCheck.Check(signed, [new("a", long.MaxValue)], isFile: false, allowUnsigned: false, static (_, _, _) => Digest.Sha256([1]));

        Assert.Equal(EvidenceCode.FileUnsigned, Assert.Single(faults).Code);
    }

    private static ImmutableArray<EvidenceFault> Check(SignedModel signed, SortedDictionary<string, byte[]> files, bool allowUnsigned = false) => ModelFilesCheck.Check(
        signed,
        files.Select(static file => new FoundFile(file.Key, file.Value.Length)),
        isFile: false,
        allowUnsigned,
        (path, start, length) => Digest.Sha256(files[path].AsSpan((int)start, (int)length)));

    private static SortedDictionary<string, byte[]> With(SortedDictionary<string, byte[]> files, string path, byte[]? bytes)
    {
        SortedDictionary<string, byte[]> copy = new(files, StringComparer.Ordinal);
        copy.Remove(path);
        if (bytes is not null)
            copy.Add(path, bytes);
        return copy;
    }

    private static SignedModel Sign(SortedDictionary<string, byte[]> files, int shardSize)
    {
        if (shardSize == 0)
            return ModelSignatureWriter.Describe("m", files.Select(static file => (file.Key, Digest.Sha256(file.Value))), []);
        var resources = ImmutableArray.CreateBuilder<ModelResource>();
        foreach ((string path, byte[] bytes) in files)
        {
            for (int start = 0; start < bytes.Length; start += shardSize)
            {
                int end = Math.Min(start + shardSize, bytes.Length);
                resources.Add(new($"{path}:{start}:{end}", path, start, end, Digest.Sha256(bytes.AsSpan(start..end))));
            }
        }

        return new("m", default, resources.ToImmutable(), shardSize, AllowsLinks: false, []);
    }
}
