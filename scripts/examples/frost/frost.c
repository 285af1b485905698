/* The frost alarm: it begins below 2 degrees and ends only above 4, so that a reading that trembles
   around one threshold does not ring all night. What it knows of the night is its state. */
#include "../task.h"

typedef struct {
  bool frost;
  uint32_t alarms;
} memory;

typedef struct {
  memory state;
  bool out;
} answer;

/* An option comes as a flag and what it holds; a record comes as its fields. */
__attribute__((export_name("check")))
const answer *check(double celsius, bool known, bool frost, uint32_t alarms) {
  answer *next = room(_Alignof(answer), sizeof(answer));
  bool before = known && frost;
  bool now = before ? celsius <= 4 : celsius < 2;
  next->state = (memory){now, (known ? alarms : 0) + (now && !before)};
  next->out = now;
  return next;
}
