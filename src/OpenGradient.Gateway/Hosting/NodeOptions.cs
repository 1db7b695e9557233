using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using OpenGradient.Execution;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;
using OpenGradient.Transparency;
using OpenGradient.Verification;

namespace OpenGradient.Gateway;

/// <summary>How a node is started. Everything has a default that works on one machine without set-up.</summary>
public sealed class NodeOptions
{
    /// <summary>The TCP port; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The IP address to listen on; <c>127.0.0.1</c> by default, so that only this machine reaches the node.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>Host names that requests may name besides <c>localhost</c>, <c>127.0.0.1</c>, <c>[::1]</c> and the address; none by default.</summary>
    /// <remarks>A request for any other host is refused, so that a web page cannot reach the node under a name of its own.</remarks>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Whether others reach the node through a proxy or tunnel on this machine; false by default.</summary>
    /// <remarks>Then an address of this machine proves nothing, and inputs and outputs are disclosed to holders of a token only.</remarks>
    public bool IsBehindProxy { get; init; }

    /// <summary>Where keys, receipts, models and the log are kept; one process at a time may use it.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>A folder whose models are imported on start; null, the default, for none.</summary>
    public string? ModelsDirectory { get; init; }

    /// <summary>The label that receipts give for the issuer, at most 100 of <c>A-Z a-z 0-9 . _ -</c>; by default the one in the log's key.</summary>
    /// <remarks>That one is drawn at random on first start and stays for life, also when keys are rotated. It is a label: trust keys, not names.</remarks>
    public string? Name { get; init; }

    /// <summary>The largest body of an inference request, in bytes; 32 MiB by default, at most 1 GiB.</summary>
    public long MaximumRequestBytes { get; init; } = 32L << 20;

    /// <summary>The largest model file that an upload may bring, in bytes; 16 GiB by default.</summary>
    public long MaximumModelBytes { get; init; } = 16L << 30;

    /// <summary>How many inferences run at once; the number of processors by default.</summary>
    public int ConcurrentInferences { get; init; } = Environment.ProcessorCount;

    /// <summary>How many inferences may wait for their turn before more are refused with 429; 1024 by default. One client may have a quarter of them.</summary>
    public int WaitingInferences { get; init; } = 1024;

    /// <summary>Memory for what a language model remembers of the texts it is reading, in bytes, for each loaded model; 1 GiB by default.</summary>
    /// <remarks>When it is full, texts take turns; it is taken as it is needed.</remarks>
    public long CacheBytes { get; init; } = 1L << 30;

    /// <summary>The key ids of the auditors whose votes the node keeps, and gives with its bundles; none by default. At most 256.</summary>
    public IReadOnlyCollection<Digest> Auditors { get; init; } = [];

    /// <summary>The most memory that the proof of a receipt, or a dispute about one, may take, in bytes; a quarter of what the process may have by default. One that would take more is refused.</summary>
    public long ProofBytes { get; init; } = DefaultProofBytes;

    /// <summary>A quarter of the memory that this process may have.</summary>
    public static long DefaultProofBytes => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;

    /// <summary>Which prompts share what was computed for their common beginning; by default those of one client.</summary>
    public PrefixSharing SharesPrefixes { get; init; }

    /// <summary>How many threads work on one inference, 1 to 64; null, the default, for <c>OG_THREADS</c> or the number of processors.</summary>
    public int? ThreadCount { get; init; }

    /// <summary>How long a client may leave a stream unread before its connection is closed and its answer ends, aborted; 30 s by default.</summary>
    public TimeSpan ReaderTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a chat answer may take before it ends as it is, aborted; 10 minutes by default. A request may ask for less.</summary>
    public TimeSpan AnswerTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a stop waits for requests under way; 15 s by default.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Only messages of this level and above are written to the console; warnings by default.</summary>
    public LogLevel MinimumLogLevel { get; init; } = LogLevel.Warning;

    /// <summary>Whose cosignatures the log's checkpoints get before they are published; null, the default, for none.</summary>
    /// <remarks>Witnesses that do not answer delay a receipt's proof by a second at most, and never an answer.</remarks>
    public WitnessPolicy? Witnesses { get; init; }

    /// <summary>What the answers that a request rests on have to show before it runs (receipt-1 §10); null, the default, lets every request run.</summary>
    public Policy? Policy { get; init; }

    /// <summary>Adds endpoints of the host process, such as the explorer's pages; none by default.</summary>
    public Action<IEndpointRouteBuilder>? ConfigureEndpoints { get; init; }

    /// <summary>The clock of receipts and of the log; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal ServingOptions ToServing() => new() { CacheBytes = CacheBytes, WaitingLimit = WaitingInferences, SharesPrefixes = SharesPrefixes };

    internal ExecutionOptions ToExecution() => ThreadCount is int count ? new() { ThreadCount = count } : ExecutionOptions.Default;
}
