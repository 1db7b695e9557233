using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The threads that a run may use, and its wish to stop. The default value is the calling thread alone, which never stops.</summary>
/// <remarks>
/// How work is cut into parts follows from shapes only, never from <see cref="Count"/>: then no bit can depend on the number of
/// threads. A part should be worth 10 to 200 µs: less is lost in handing it out, more is waited for when a run is cancelled.
/// </remarks>
internal readonly struct Workers(WorkerPool? pool, CancellationToken cancellationToken)
{
    /// <summary>The most threads that ever carry out parts of one <see cref="For"/> at the same time; sizes scratch memory, nothing else.</summary>
    public int Count => pool is null ? 1 : pool.ParticipantCount;

    /// <summary>Whether the run is to end. A kernel that sees it returns at once; what it leaves in its outputs is read by nobody.</summary>
    public bool IsCancelled
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => cancellationToken.IsCancellationRequested;
    }

    /// <summary>The wish to stop.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Carries out all parts of <paramref name="body"/> and returns when all are done, or when the run is cancelled and none is under way.</summary>
    /// <remarks>
    /// The calling thread takes part. If the pool is at work for somebody else, or for the caller further up, it does everything.
    /// Nothing is allocated. An exception of a part ends the whole and is thrown here.
    /// </remarks>
    public void For<TBody>(scoped in TBody body, int partCount)
        where TBody : struct, IWorkBody, allows ref struct
    {
        if (pool is not null && partCount > 1 && pool.TryRun(in body, partCount, cancellationToken))
            return;
        for (int part = 0; part < partCount && !cancellationToken.IsCancellationRequested; part++)
            Unsafe.AsRef(in body).Run(part, participant: 0);
    }
}
