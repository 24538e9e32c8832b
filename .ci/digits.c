/* A network reads digits on the ATmega328P of an Arduino Uno: net.c is what to_c wrote, rows.c has
   PIXELS (0 to 16 each) and N_ROWS. It prints what each is read as, then the time of all. */
#include <avr/io.h>
#include <avr/pgmspace.h>
#include <avr/sleep.h>
#include "avr_mcu_section.h"
#include "net.c"
#include "rows.c"

AVR_MCU(F_CPU, "atmega328p");
AVR_MCU_SIMAVR_CONSOLE(&GPIOR0); /* what is written to this register is printed */

#ifdef DIGITS_OUTPUT_PER_UNIT /* it is in integers */
typedef int16_t Value;
#define SHADE(pixel) ((int16_t)(pixel) * (DIGITS_INPUT_0_PER_UNIT / 16)) /* 16 is 1.0 */
#else
typedef REAL Value;
#define SHADE(pixel) ((REAL)(pixel) / 16)
#endif
static const unsigned char pixels[N_ROWS][64] PROGMEM = {PIXELS};

static void print(unsigned long n) {
    for (unsigned long unit = 1000000; unit; unit /= 10)
        GPIOR0 = '0' + n / unit % 10;
    GPIOR0 = '\r'; /* ends a line */
}

int main(void) {
    Value x[64], y[10];
    unsigned long ticks = 0; /* of 64 cycles */
    for (int row = 0; row < N_ROWS; row++) {
        char best = 0;
        for (char k = 0; k < 64; k++) {
            unsigned char pixel = pgm_read_byte(&pixels[row][(int)k]);
            x[(int)k] = SHADE(pixel);
        }
        TCNT1 = 0, TCCR1B = 1 << CS11 | 1 << CS10;
        digits_predict(x, y);
        ticks += TCNT1;
        for (char k = 1; k < 10; k++)
            if (y[(int)k] > y[(int)best])
                best = k;
        print(best);
    }
    print(ticks);
    sleep_mode(); /* which ends the simulation: nothing would wake it */
}
