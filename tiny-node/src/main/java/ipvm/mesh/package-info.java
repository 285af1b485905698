/// Neighbours and what moves between them: parcels in pieces, acknowledged when they are durable.
///
/// A pure machine above the sealed sessions of `ipvm.link`: what was heard, time and wishes go in,
/// what is to be said comes out. What moves is signed or named by its content, so a parcel may come
/// twice, late or by another way without harm.
@NullMarked
package ipvm.mesh;

import org.jspecify.annotations.NullMarked;
