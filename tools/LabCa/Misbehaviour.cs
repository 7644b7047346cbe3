using System;
using System.Collections.Generic;

namespace Gateway.LabCa;

/// <summary>Ways in which the lab CA can fail on demand.</summary>
public enum MisbehaviourKind
{
    /// <summary>The answer's MAC is wrong.</summary>
    WrongMac,

    /// <summary>recipNonce is not the client's senderNonce; the MAC is right.</summary>
    WrongNonce,

    /// <summary>transactionID is another one; the MAC is right.</summary>
    WrongTransactionId,

    /// <summary>The certificate in ip or cp is for a key that the client does not have.</summary>
    CertificateForAnotherKey,

    /// <summary>ip or cp with status rejection.</summary>
    Reject,

    /// <summary>ip without caPubs.</summary>
    NoCaPubs,

    /// <summary>A protected error message in place of the answer.</summary>
    ErrorMessage,

    /// <summary>An unprotected error message in place of the answer.</summary>
    UnprotectedError,

    /// <summary>An HTTP status and no CMP message.</summary>
    HttpStatus,

    /// <summary>The first bytes of the answer as if they were all of it.</summary>
    TruncatedAnswer,

    /// <summary>Content-Length of the whole answer, its first bytes, and a closed
    /// connection.</summary>
    CutConnection,

    /// <summary>Bytes that are no DER.</summary>
    GarbageAnswer,

    /// <summary>The right answer, blown up with more extraCerts.</summary>
    OversizedAnswer,

    /// <summary>The connection is closed without an answer.</summary>
    DropConnection,

    /// <summary>The right answer, late.</summary>
    Delay,

    /// <summary>Nothing until the client gives up.</summary>
    NeverAnswer,
}

/// <summary>One way to fail, with its parameters; made by the methods below.</summary>
public sealed record Misbehaviour
{
    private Misbehaviour(MisbehaviourKind kind) => Kind = kind;

    /// <summary>Which way.</summary>
    public MisbehaviourKind Kind { get; private init; }

    internal CmpFailInfo FailInfo { get; private init; }

    internal string Text { get; private init; } = "";

    internal int Number { get; private init; }

    internal bool Chunked { get; private init; }

    internal TimeSpan Time { get; private init; }

    /// <summary>The answer's MAC is wrong.</summary>
    public static Misbehaviour WrongMac { get; } = new(MisbehaviourKind.WrongMac);

    /// <summary>recipNonce is not the client's senderNonce.</summary>
    public static Misbehaviour WrongNonce { get; } = new(MisbehaviourKind.WrongNonce);

    /// <summary>transactionID is another one.</summary>
    public static Misbehaviour WrongTransactionId { get; } =
        new(MisbehaviourKind.WrongTransactionId);

    /// <summary>The certificate is for another key.</summary>
    public static Misbehaviour CertificateForAnotherKey { get; } =
        new(MisbehaviourKind.CertificateForAnotherKey);

    /// <summary>ip without caPubs.</summary>
    public static Misbehaviour NoCaPubs { get; } = new(MisbehaviourKind.NoCaPubs);

    /// <summary>Bytes that are no DER.</summary>
    public static Misbehaviour GarbageAnswer { get; } = new(MisbehaviourKind.GarbageAnswer);

    /// <summary>The connection is closed without an answer.</summary>
    public static Misbehaviour DropConnection { get; } = new(MisbehaviourKind.DropConnection);

    /// <summary>Nothing until the client gives up.</summary>
    public static Misbehaviour NeverAnswer { get; } = new(MisbehaviourKind.NeverAnswer);

    /// <summary>A rejection in ip or cp.</summary>
    public static Misbehaviour Reject(CmpFailInfo failInfo, string text) =>
        new(MisbehaviourKind.Reject) { FailInfo = failInfo, Text = text };

    /// <summary>A protected error message.</summary>
    public static Misbehaviour ErrorMessage(CmpFailInfo failInfo, string text) =>
        new(MisbehaviourKind.ErrorMessage) { FailInfo = failInfo, Text = text };

    /// <summary>An unprotected error message.</summary>
    public static Misbehaviour UnprotectedError(CmpFailInfo failInfo, string text) =>
        new(MisbehaviourKind.UnprotectedError) { FailInfo = failInfo, Text = text };

    /// <summary>An HTTP status without a CMP message.</summary>
    public static Misbehaviour HttpStatus(int status) =>
        new(MisbehaviourKind.HttpStatus) { Number = status };

    /// <summary>The first bytes of the answer.</summary>
    public static Misbehaviour TruncatedAnswer(int bytes) =>
        new(MisbehaviourKind.TruncatedAnswer) { Number = bytes };

    /// <summary>The first bytes of the announced answer, then a closed connection.</summary>
    public static Misbehaviour CutConnection(int bytes) =>
        new(MisbehaviourKind.CutConnection) { Number = bytes };

    /// <summary>An answer of at least so many bytes, with Content-Length or chunked.</summary>
    public static Misbehaviour OversizedAnswer(int bytes, bool chunked = false) =>
        new(MisbehaviourKind.OversizedAnswer) { Number = bytes, Chunked = chunked };

    /// <summary>The right answer after a time.</summary>
    public static Misbehaviour Delay(TimeSpan time) => new(MisbehaviourKind.Delay) { Time = time };
}

/// <summary>The misbehaviours in force, each with its count of answers.</summary>
internal sealed class MisbehaviourList
{
    private readonly List<Entry> _entries = [];

    public void Add(Misbehaviour what, int? answers, int skip)
    {
        lock (_entries)
            _entries.Add(new Entry { What = what, Left = answers, Skip = skip });
    }

    public void Clear()
    {
        lock (_entries)
            _entries.Clear();
    }

    /// <summary>Called where a kind can show: counts, and returns it when it is its turn.</summary>
    public Misbehaviour? Take(MisbehaviourKind kind)
    {
        lock (_entries)
        {
            Entry? entry = _entries.Find(candidate => candidate.What.Kind == kind);
            if (entry is null)
                return null;
            if (entry.Skip > 0)
            {
                entry.Skip--;
                return null;
            }

            if (entry.Left is not null && --entry.Left == 0)
                _entries.Remove(entry);
            return entry.What;
        }
    }

    private sealed class Entry
    {
        public required Misbehaviour What { get; init; }

        public int? Left { get; set; }

        public int Skip { get; set; }
    }
}
