using System.Runtime.InteropServices;

namespace GoalBuild.Verification.Fingerprints;

/// <summary>What tells that a file is the one that was hashed before, without reading it.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Modified">When its content changed, in ticks of UTC; tools can set it back.</param>
/// <param name="Changed">When anything about it changed, in nanoseconds since 1970; nothing can set it. 0 where the system does not tell.</param>
/// <param name="Inode">Its number in its file system; 0 where the system does not tell.</param>
internal readonly record struct FileStat(long Size, long Modified, long Changed, long Inode)
{
    private const int Success = 0, TypeMask = 0xF000, RegularFile = 0x8000, Folder = 0x4000, SymbolicLink = 0xA000;

    // .NET does not give the time of change. Its own native library does, under a name that is not part of any promise, so what it says is compared with
    // what .NET itself says until the two have agreed on some files, and not used when they differ or it is not there.
    private const int FilesToAgreeOn = 16;
    private static volatile bool _nativeWorks = !OperatingSystem.IsWindows();
    private static int _agreed;

    /// <summary>The state of a regular file or of a link, which is not followed; null for anything else.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="kind">What stands at the path.</param>
    public static FileStat? Of(string path, out EntryKind kind)
    {
        if (Volatile.Read(ref _agreed) >= FilesToAgreeOn && Native(path) is { } known && (known.Mode & TypeMask) != SymbolicLink)
        {
            kind = KindOf(known);
            return kind == EntryKind.Regular ? From(known) : null;
        }

        var info = new FileInfo(path);
        var attributes = info.Attributes;
        kind = (int)attributes == -1 ? EntryKind.None
            : attributes.HasFlag(FileAttributes.ReparsePoint) && info.LinkTarget is not null ? EntryKind.Link
            : attributes.HasFlag(FileAttributes.Directory) ? EntryKind.Folder
            : attributes.HasFlag(FileAttributes.Device) ? EntryKind.Other
            : EntryKind.Regular;
        if (kind is not (EntryKind.Regular or EntryKind.Link))
        {
            return null;
        }

        var stat = new FileStat(info.Length, info.LastWriteTimeUtc.Ticks, 0, 0);
        if (kind == EntryKind.Link || Native(path) is not { } native)
        {
            return stat;
        }

        var full = From(native);
        if (full.Size == stat.Size && full.Modified == stat.Modified)
        {
            // A pipe has no size that tells, and reading it would wait for whoever writes.
            kind = KindOf(native);
            Interlocked.Increment(ref _agreed);
            return kind == EntryKind.Regular ? full : null;
        }

        // It may have changed between the two calls; only a lasting difference means another layout.
        _nativeWorks = new FileInfo(path).LastWriteTimeUtc.Ticks != stat.Modified;
        return stat;
    }

    private static FileStat From(NativeStat native) => new(
        native.Size,
        DateTime.UnixEpoch.Ticks + (native.ModifiedSeconds * TimeSpan.TicksPerSecond) + (native.ModifiedNanoseconds / 100),
        (native.ChangedSeconds * 1_000_000_000) + native.ChangedNanoseconds,
        native.Inode);

    private static EntryKind KindOf(NativeStat native) => (native.Mode & TypeMask) switch
    {
        RegularFile => EntryKind.Regular,
        Folder => EntryKind.Folder,
        _ => EntryKind.Other,
    };

    /// <summary>What stands at a path, links followed; a broken link is <see cref="EntryKind.Link"/>.</summary>
    /// <param name="path">Absolute path.</param>
    public static EntryKind KindOf(string path)
    {
        Of(path, out var kind);
        if (kind == EntryKind.Link && new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { } target)
        {
            Of(target.FullName, out var found);
            return found == EntryKind.None ? EntryKind.Link : found;
        }

        return kind;
    }

    /// <summary>Whether the file changed at or after a time, as far as the system tells.</summary>
    /// <param name="time">The time.</param>
    public bool ChangedSince(DateTimeOffset time) =>
        Modified >= time.UtcTicks || Changed >= (time.UtcTicks - DateTime.UnixEpoch.Ticks) * 100;

    private static NativeStat? Native(string path)
    {
        if (!_nativeWorks)
        {
            return null;
        }

        try
        {
            return LStat(path, out var native) == Success ? native : null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            _nativeWorks = false;
            return null;
        }
    }

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_LStat", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int LStat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out NativeStat stat);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct NativeStat
    {
        public readonly int Flags;
        public readonly int Mode;
        public readonly uint User;
        public readonly uint Group;
        public readonly long Size;
        public readonly long AccessedSeconds;
        public readonly long AccessedNanoseconds;
        public readonly long ModifiedSeconds;
        public readonly long ModifiedNanoseconds;
        public readonly long ChangedSeconds;
        public readonly long ChangedNanoseconds;
        public readonly long BornSeconds;
        public readonly long BornNanoseconds;
        public readonly long Device;
        public readonly long SpecialDevice;
        public readonly long Inode;
        public readonly uint UserFlags;
        private readonly long _reserve1;
        private readonly long _reserve2;
    }
}

/// <summary>What stands at a path.</summary>
internal enum EntryKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A file with content.</summary>
    Regular,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe, a socket or a device: to read it could wait for ever.</summary>
    Other,
}
