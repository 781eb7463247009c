/// SplitMix64: the same numbers from the same seed, everywhere (Steele, Lea and Flood, 2014).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// Returns a number from 0 up to a bound.
  mutating func number(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  /// Returns true in one of so many times.
  mutating func oneIn(_ times: Int) -> Bool { number(below: times) == 0 }

  /// Returns one of the elements; nil where there is none.
  mutating func pick<Elements: Collection>(_ elements: Elements) -> Elements.Element? {
    elements.randomElement(using: &self)
  }

  /// Returns some of the elements, at most so many, in their order.
  mutating func some<Element>(_ elements: [Element], atMost limit: Int) -> [Element] {
    guard !elements.isEmpty else { return [] }
    let count = 1 + number(below: min(limit, elements.count))
    let indices = Array(elements.indices).shuffled(using: &self).prefix(count).sorted()
    return indices.map { elements[$0] }
  }
}
