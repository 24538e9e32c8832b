/* The tutorial's network learns XOR on an AVR: xor.c is what to_c(net, train=True) wrote. */
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>
#include "avr_mcu_section.h"
#include "xor.c"

AVR_MCU(F_CPU, MCU);
AVR_MCU_SIMAVR_CONSOLE(&GPIOR0);  /* what is written to this register is printed */

static const REAL X[] = {0, 0, 1,  0, 1, 1,  1, 0, 1,  1, 1, 1}, y[] = {0, 1, 1, 0};

static volatile unsigned int overflows;  /* of timer 0: every 256 * 1024 cycles */

ISR(TIMER0_OVF_vect) { overflows++; }

static void print(long n) {
    for (long unit = 1000000; unit; unit /= 10)
        GPIOR0 = '0' + n / unit % 10;
    GPIOR0 = '\r';  /* ends a line */
}

extern char _end;

static unsigned int unused(void) {  /* the bytes between the variables and the deepest stack */
    unsigned int n = 0;
    for (char *p = &_end; *p == 0x5A; p++)
        n++;
    return n;
}

__attribute__((naked, used, section(".init3"))) static void paint(void) {
    for (char *p = &_end; p <= (char *)RAMEND; p++)
        *p = 0x5A;
}

int main(void) {
    TCCR0B = 1 << CS02 | 1 << CS00;
#ifdef TIMSK0
    TIMSK0 = 1 << TOIE0;
#else
    TIMSK = 1 << TOIE0;
#endif
    sei();
    print(train(X, y, 4, 1, (REAL)0.1) * 1000000);
    for (char k = 1; k < 10; k++)
        print(train(X, y, 4, 1000, (REAL)0.1) * 1000000);  /* the loss of epoch 1000 * k */
    train(X, y, 4, 999, (REAL)0.1);
    cli();
    for (char k = 0; k < 4; k++) {
        REAL output;
        predict(X + 3 * k, &output);
        print(output * 1000000);
    }
    print(overflows);
    print(unused());
    sleep_mode();  /* which ends the simulation: nothing would wake it */
}
