;; Three ways to go wrong: numbers that cannot be divided, memory that is not there, and no end at all.
(module
  (memory 1)

  (func (export "divide") (param $a i32) (param $b i32) (result i32)
    (i32.div_s (local.get $a) (local.get $b)))

  (func (export "peek") (param $at i32) (result i32)
    (i32.load (local.get $at)))

  (func (export "forever")
    (loop $again (br $again))))
