namespace Bookings;

/// <summary>A booking of a room.</summary>
/// <param name="Start">Its first minute.</param>
/// <param name="End">The minute after its last one.</param>
public readonly record struct Booking(int Start, int End);
